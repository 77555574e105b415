headline: Uimahallin kello käy taas
date: 2004-05-11T14:20 (minute, date-line)
authors: -
source: Järvenrannan Sanomat
section: -
language: fi
url: http://jarvenranta.example.com/kotimaa/uimahalli.html
id: 26c9815e2d89eb5f

Järvenrannan uimahallin kello käy taas yhdeksän vuoden tauon jälkeen. Sen korjasi hallin vakiokävijä, kelloseppä Väinö Harju, joka kyllästyi arvaamaan, milloin sauna sulkeutuu.

Kello oli pysähtynyt kymmentä vaille kolmeen. Harju löysi koneistosta uimalasit ja jäänteen pullasta.
---
passed over: 3: 1 of another media type, 1 without status 200, 1 about the crawl
