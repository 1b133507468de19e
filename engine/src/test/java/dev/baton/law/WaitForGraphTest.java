package dev.baton.law;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class WaitForGraphTest {
    private final WaitForGraph<String> graph = new WaitForGraph<>();

    private void waits(String waiter, String resource, String holder) {
        graph.add(waiter, "waits for " + resource + " held by", holder);
    }

    @Test
    void aGraphWithoutWaitsHasNoCycle() {
        assertThat(graph.cycle()).isEmpty();
    }

    @Test
    void waitsWithoutReturnHaveNoCycle() {
        waits("a", "X", "b");
        waits("a", "Y", "c");
        waits("b", "Y", "d");
        waits("c", "Z", "d");
        assertThat(graph.cycle()).isEmpty();
    }

    @Test
    void aCycleIsPutInWords() {
        waits("job 3 (camera)", "queue B", "job 4 (gpu)");
        waits("job 4 (gpu)", "queue A", "job 3 (camera)");
        assertThat(WaitForGraph.inWords(graph.cycle()))
                .isEqualTo("job 3 (camera) waits for queue B held by job 4 (gpu),"
                        + " which waits for queue A held by job 3 (camera)");
    }

    @Test
    void whoWaitsForItselfIsACycle() {
        waits("a", "X", "a");
        assertThat(WaitForGraph.inWords(graph.cycle())).isEqualTo("a waits for X held by a");
    }

    @Test
    void theWayIntoACycleIsNotPartOfIt() {
        waits("a", "X", "b");
        waits("b", "Y", "c");
        waits("c", "Z", "b");
        assertThat(graph.cycle()).extracting(WaitForGraph.Wait::waiter).containsExactly("b", "c");
    }

    @Test
    void theShortestCycleThroughANodeIsTaken() {
        waits("a", "X", "b");
        waits("b", "X", "c");
        waits("c", "X", "a");
        waits("b", "Y", "a");
        assertThat(graph.cycle()).hasSize(2);
    }

    @Test
    void aCycleBehindADeadEndIsFound() {
        waits("a", "X", "dead end");
        waits("a", "Y", "b");
        waits("b", "Z", "a");
        assertThat(graph.cycle()).hasSize(2);
    }

    @Test
    void theChainFromANodeFollowsItsFirstWaitsUntilOneRecurs() {
        waits("a", "X", "b");
        waits("b", "Y", "c");
        waits("b", "Y", "e");
        waits("c", "Z", "b");
        assertThat(graph.chainFrom("a"))
                .extracting(WaitForGraph.Wait::holder)
                .containsExactly("b", "c", "b");
        assertThat(graph.chainFrom("e")).isEmpty();
    }

    @Test
    void aMillionWaitsNeedNoStack() {
        WaitForGraph<Integer> ring = new WaitForGraph<>();
        int size = 1_000_000;
        for (int node = 0; node < size; node++) {
            ring.add(node, "waits for", (node + 1) % size);
        }
        List<WaitForGraph.Wait<Integer>> cycle = ring.cycle();
        assertThat(cycle).hasSize(size);
        assertThat(WaitForGraph.inWords(cycle)).endsWith("and 999984 more such waits");
    }

    @Test
    void theDrawingKeepsNamesApartFromItsLanguage() {
        waits("a \"b\" \\N\n]; n0", "->", "a \"b\" \\N\n]; n0");
        waits("<b>x</b>", "\u202e\ud800\u2028", "gr\u00fcn");
        assertThat(graph.toDot()).isEqualTo("""
                digraph waits {
                  n0 [label="a \\"b\\" \\\\N?]; n0"];
                  n1 [label="<b>x</b>"];
                  n2 [label="gr\u00fcn"];
                  n0 -> n0 [label="waits for -> held by"];
                  n1 -> n2 [label="waits for ??? held by"];
                }
                """);
    }
}
