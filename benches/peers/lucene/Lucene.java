import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/** Lucene with two threads and 256 MB: headline and body, English stems, positions, stored. */
public final class Lucene {
    private static final String[] END = new String[0];

    public static void main(String[] args) throws Exception {
        if (args[0].equals("index")) {
            index(Path.of(args[1]), Path.of(args[2]));
        } else {
            ask(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
        }
    }

    private static void index(Path table, Path folder) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
        config.setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config)) {
            BlockingQueue<String[]> rows = new ArrayBlockingQueue<>(256);
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        for (String[] row = rows.take(); row != END; row = rows.take()) {
                            writer.addDocument(document(row));
                        }
                        rows.put(END);
                    } catch (IOException | InterruptedException failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            try (BufferedReader lines = Files.newBufferedReader(table)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    rows.put(line.split("\t", -1));
                }
            }
            rows.put(END);
            for (Thread thread : threads) {
                thread.join();
            }
            if (!failures.isEmpty()) {
                throw new IOException("cannot index", failures.get(0));
            }
            writer.commit();
        }
        System.out.println("{\"peak_memory_bytes\":" + peakMemory() + "}");
    }

    private static Document document(String[] row) {
        Document document = new Document();
        document.add(new StringField("id", row[0], Field.Store.YES));
        document.add(new StringField("date", row[1], Field.Store.YES));
        document.add(new TextField("headline", row[2], Field.Store.YES));
        document.add(new TextField("body", row[3], Field.Store.YES));
        return document;
    }

    private static void ask(Path folder, Path queries, int repeats) throws IOException {
        StringBuilder times = new StringBuilder();
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder));
                Analyzer analyzer = new EnglishAnalyzer()) {
            IndexSearcher searcher = new IndexSearcher(reader);
            for (int round = 0; round < 3; round++) {
                // The first two rounds are for the compiler of the machine.
                times.setLength(0);
                for (String line : Files.readAllLines(queries)) {
                    long[] taken = new long[repeats];
                    for (int i = 0; i < repeats; i++) {
                        long start = System.nanoTime();
                        searcher.search(query(analyzer, line), 10);
                        taken[i] = System.nanoTime() - start;
                    }
                    Arrays.sort(taken);
                    times.append(times.length() == 0 ? "" : ",").append(taken[repeats / 2] / 1000.0);
                }
            }
        }
        System.out.println("{\"microseconds\":[" + times + "]}");
    }

    /** All words, each in headline or body. */
    private static Query query(Analyzer analyzer, String line) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        try (TokenStream tokens = analyzer.tokenStream("body", line)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                BooleanQuery.Builder either = new BooleanQuery.Builder();
                for (String field : new String[] {"headline", "body"}) {
                    Query query = new TermQuery(new Term(field, term.toString()));
                    either.add(query, BooleanClause.Occur.SHOULD);
                }
                all.add(either.build(), BooleanClause.Occur.MUST);
            }
            tokens.end();
        }
        return all.build();
    }

    /** The most memory that this process has had at once, where the system tells (Linux). */
    private static long peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }
}
