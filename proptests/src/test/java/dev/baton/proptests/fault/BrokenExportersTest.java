package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.OnOneJdk;
import dev.baton.proptests.sharing.Search;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * The property that no correct exporter breaks finds a wrong byte with every broken one, and shrinks
 * it to a few steps.
 */
@Tag("B4")
@Tag("B6")
@Tag("B9")
@Tag("B10")
@Tag("B12")
@OnOneJdk
class BrokenExportersTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /**
     * A broken exporter and what is found of it.
     *
     * @param fault a seeded fault of main code; "none" if the heap is what is broken
     * @param source the heap
     * @param keeping the coherency
     */
    private record Broken(String fault, String source, String keeping) {}

    /** How many steps a shrunk counterexample has at most. */
    private static final int STEPS_MAX = 10;

    /** Always the same: that there is something to be found is known, and the rarest need luck. */
    private static final long SEED = 7;

    /** What is wrong, and the setup, before the steps. */
    private static final int HEAD_LINES = 2;

    private static final String NONE = "none";

    private static final List<Broken> TABLE = List.of(
            new Broken("flush-forgotten", "CONTIGUOUS", "FAKED"),
            new Broken("fault-keeps-stale-lines", "CARVEOUT", "FAKED"),
            new Broken("shoot-down-forgotten", "SYSTEM", "FAKED"),
            new Broken("fault-drops-what-others-wrote", "SYSTEM", "FAKED"),
            new Broken("end-of-device-trusts-the-cache", "SYSTEM", "FAKED"),
            new Broken("snooping-device-sees-stale-lines", "SYSTEM", "FAKED"),
            new Broken("unmap-ends-no-use", "SYSTEM", "FAKED"),
            new Broken("lines-outlive-their-buffer", "CARVEOUT", "FAKED"),
            new Broken("bracket-rounded-down", "CONTIGUOUS", "BRACKETS"),
            new Broken("writing-bracket-keeps-stale-neighbours", "SYSTEM", "BRACKETS"),
            new Broken("revoke-returns-early", "SYSTEM", "COHERENT"),
            new Broken("revoke-returns-early", "CONTIGUOUS", "BRACKETS"),
            new Broken("translation-swaps-pages", "COHERENT", "COHERENT"),
            new Broken(NONE, "OVERLAPPING", "WRITE_COMBINED"));

    @TestFactory
    Stream<DynamicTest> aWrongByteIsFoundAndShrunk() {
        return TABLE.stream()
                .map(broken -> DynamicTest.dynamicTest(
                        broken.fault() + " in " + broken.source() + ", " + broken.keeping(),
                        () -> judge(broken)));
    }

    private static void judge(Broken broken) throws Exception {
        List<String> found = search(broken.source(), broken.keeping(), classes(broken.fault()));
        assertThat(found).as("found").isNotEmpty();
        System.out.printf("%s: %s%n", broken, String.join("\n  ", found));
        assertThat(found).as("shrunk").hasSizeLessThanOrEqualTo(STEPS_MAX + HEAD_LINES);
    }

    private static Map<String, byte[]> classes(String fault) throws IOException {
        if (fault.equals(NONE)) {
            return Map.of();
        }
        Fault seeded = Fault.readAll(ROOT).get(fault);
        assertThat(seeded).isNotNull();
        return InMemoryCompiler.compile(seeded.apply(ROOT), FaultsTest.classPath());
    }

    @SuppressWarnings("unchecked") // the search is one, of another loader
    private static List<String> search(String source, String keeping, Map<String, byte[]> replaced)
            throws Exception {
        ClassLoader loader =
                new FaultLoader(BrokenExportersTest.class.getClassLoader(), replaced, List.of());
        LongFunction<List<String>> search =
                (LongFunction<List<String>>) loader.loadClass(Search.class.getName())
                        .getConstructor(String.class, String.class)
                        .newInstance(source, keeping);
        return search.apply(SEED);
    }
}
