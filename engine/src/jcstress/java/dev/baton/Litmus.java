package dev.baton;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the litmus tests. Fails if a forbidden outcome is seen, and also if a test did not run: of JVMs
 * that do not start jcstress itself only warns.
 */
public final class Litmus {
    private Litmus() {}

    /**
     * Runs what jcstress's options choose.
     *
     * @param args these options
     */
    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        if (!options.parse()) {
            System.exit(1);
        }
        JCStress litmus = new JCStress(options);
        Set<String> silent = new TreeSet<>(litmus.getTests());
        int tests = silent.size();
        litmus.run();
        results(options.getResultFile()).getTestResults().stream()
                .filter(result -> result.status() == Status.NORMAL && result.getTotalCount() > 0)
                .forEach(result -> silent.remove(result.getName()));
        if (tests == 0 || !silent.isEmpty()) {
            throw new IllegalStateException(
                    "of " + tests + " tests these never ran, see above why: " + silent);
        }
        System.out.println("All " + tests + " litmus tests have run.");
    }

    private static InProcessCollector results(String file) throws Exception {
        InProcessCollector results = new InProcessCollector();
        if (Files.exists(Path.of(file))) { // it is not if there is no JVM to run with
            DiskReadCollector reader = new DiskReadCollector(file, results);
            try {
                reader.dump();
            } finally {
                reader.close();
            }
        }
        return results;
    }
}
