package dev.baton.proptests.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which way of coherency costs what, counted anew for docs/coherency.md (B4, B5, B6). */
@Tag("B4")
@Tag("B5")
@Tag("B6")
@TestInstance(Lifecycle.PER_CLASS)
class OwnershipChangeTest {
    private static final Page PAGE = new Page("docs/coherency.md", OwnershipChangeTest.class);

    private final Map<Pattern, Map<Way, Map<Operation, Long>>> counted = new LinkedHashMap<>();

    OwnershipChangeTest() {
        for (Pattern pattern : Pattern.all()) {
            Map<Way, Map<Operation, Long>> ways = new EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                ways.put(way, OwnershipChange.counted(way, pattern));
            }
            counted.put(pattern, ways);
        }
    }

    private static long cost(Map<Operation, Long> counts, Map<Operation, Double> factors) {
        return Math.round(counts.entrySet().stream()
                .mapToDouble(each -> each.getValue()
                        * each.getKey().cost
                        * factors.getOrDefault(each.getKey(), 1.0))
                .sum());
    }

    private static Way cheapest(
            Map<Way, Map<Operation, Long>> ways, Map<Operation, Double> factors) {
        return Arrays.stream(Way.values())
                .min(Comparator.comparingLong(way -> cost(ways.get(way), factors)))
                .orElseThrow();
    }

    /** The operations whose cost, halved or doubled, lets another way win. */
    private static String decidedBy(Map<Way, Map<Operation, Long>> ways) {
        Way now = cheapest(ways, Map.of());
        return Arrays.stream(Operation.values())
                .filter(operation -> Stream.of(0.5, 2.0)
                        .anyMatch(factor -> cheapest(ways, Map.of(operation, factor)) != now))
                .map(operation -> operation.plural)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), names -> names.isEmpty() ? "-" : names));
    }

    private String costs() {
        List<String> head = new ArrayList<>(List.of("the CPU", "of 1 MiB"));
        Arrays.stream(Way.values()).forEach(way -> head.add(way.title));
        head.addAll(List.of("least", "turned by half or twice the cost of"));
        return lines(head)
                + counted.entrySet().stream()
                        .map(each -> Table.line(costs(each.getKey(), each.getValue())))
                        .collect(Collectors.joining());
    }

    private static String[] costs(Pattern pattern, Map<Way, Map<Operation, Long>> ways) {
        List<String> cells = new ArrayList<>(List.of(pattern.verb(), pattern.title()));
        ways.forEach((way, counts) -> cells.add("" + cost(counts, Map.of())));
        cells.add(cheapest(ways, Map.of()).title);
        cells.add(decidedBy(ways));
        return cells.toArray(String[]::new);
    }

    private String counts() {
        List<String> head = new ArrayList<>(List.of("the CPU", "of 1 MiB", "way"));
        Arrays.stream(Operation.values()).forEach(operation -> head.add(operation.plural));
        StringBuilder table = new StringBuilder(lines(head));
        counted.forEach((pattern, ways) -> ways.forEach((way, counts) -> {
            List<String> cells =
                    new ArrayList<>(List.of(pattern.verb(), pattern.title(), way.title));
            counts.values().forEach(count -> cells.add("" + count));
            table.append(Table.line(cells.toArray(String[]::new)));
        }));
        return table.toString();
    }

    private static String operations() {
        return lines(List.of("operation", "cost", "why about so much"))
                + Arrays.stream(Operation.values())
                        .map(each -> Table.line(each.plural, "" + each.cost, each.why))
                        .collect(Collectors.joining());
    }

    private static String lines(List<String> head) {
        String rule = "| --- ".repeat(head.size()) + "|\n";
        return Table.line(head.toArray(String[]::new)) + rule;
    }

    private long cost(String verb, String title, Way way) {
        return counted.entrySet().stream()
                .filter(each -> each.getKey().verb().equals(verb))
                .filter(each -> each.getKey().title().equals(title))
                .mapToLong(each -> cost(each.getValue().get(way), Map.of()))
                .findFirst()
                .orElseThrow();
    }

    private double times(String verb, String title, Way more, Way less) {
        return (double) cost(verb, title, more) / cost(verb, title, less);
    }

    @Test
    void whoOnlyWritesIsBestServedPastTheCacheAndWhoReadsByBrackets() {
        counted.forEach((pattern, ways) -> assertThat(cheapest(ways, Map.of()))
                .as("%s", pattern)
                .isSameAs(pattern.reads() ? Way.BRACKETS : Way.WRITE_COMBINED));
        assertThat(times("reads", "64 B", Way.WRITE_COMBINED, Way.BRACKETS)).isBetween(1.5, 2.5);
        assertThat(times("reads", "1 MiB", Way.WRITE_COMBINED, Way.BRACKETS)).isBetween(18.0, 22.0);
        assertThat(times("writes", "64 B", Way.BRACKETS, Way.WRITE_COMBINED)).isGreaterThan(10);
        assertThat(times("writes", "64 KiB", Way.BRACKETS, Way.WRITE_COMBINED)).isBetween(1.2, 1.4);
        assertThat(times("writes", "1 MiB", Way.BRACKETS, Way.WRITE_COMBINED)).isBetween(2.0, 2.8);
    }

    @Test
    void shootDownCostsMostWhereLittleOfEachPageIsTouched() {
        for (String verb : List.of("writes", "reads", "reads and writes")) {
            assertThat(times(verb, "64 B", Way.SHOOT_DOWN, Way.BRACKETS)).isBetween(2.5, 3.6);
            assertThat(times(verb, "64 KiB", Way.SHOOT_DOWN, Way.BRACKETS)).isBetween(1.1, 1.4);
            assertThat(times(verb, "1 MiB", Way.SHOOT_DOWN, Way.BRACKETS)).isBetween(1.1, 1.4);
            assertThat(times(verb, "16 KiB, a line of each page", Way.SHOOT_DOWN, Way.BRACKETS))
                    .isBetween(20.0, 40.0);
        }
    }

    @Test
    void aWindowPaysForLongRunsAndNotForShortOnes() {
        for (String verb : List.of("writes", "reads", "reads and writes")) {
            assertThat(times(verb, "64 B", Way.SHOOT_DOWN_PREFAULT, Way.SHOOT_DOWN))
                    .isGreaterThan(5);
            assertThat(times(verb, "16 KiB", Way.SHOOT_DOWN_PREFAULT, Way.SHOOT_DOWN))
                    .isBetween(1.1, 1.5);
            assertThat(times(verb, "64 KiB", Way.SHOOT_DOWN_PREFAULT, Way.BRACKETS))
                    .isLessThan(1.1);
            assertThat(times(verb, "1 MiB", Way.SHOOT_DOWN_PREFAULT, Way.BRACKETS))
                    .isLessThan(1.1);
        }
    }

    @Test
    void bracketsWithoutARangeLoseToShootDownUpToAQuarterOfTheFrame() {
        for (String verb : List.of("writes", "reads", "reads and writes")) {
            for (String title : List.of("64 B", "1 KiB", "4 KiB", "16 KiB", "64 KiB", "256 KiB")) {
                assertThat(times(verb, title, Way.BRACKETS_WHOLE, Way.SHOOT_DOWN))
                        .isGreaterThan(1);
            }
            for (String title : List.of("1 MiB", "16 KiB, a line of each page")) {
                assertThat(times(verb, title, Way.BRACKETS_WHOLE, Way.SHOOT_DOWN))
                        .isLessThan(1);
            }
        }
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        PAGE.judge("""
                # What coherency costs

                A frame of 1 MiB goes from a device to the CPU and back. The device does not snoop
                the CPU's cache, of 512 KiB in lines of 64 bytes, and uses all of the frame; the CPU
                touches a part. What is the cheapest way to let each see what the other wrote: page
                faults that nobody asks for (B4), explicit brackets (B5, B6), or mappings past the
                cache? The operations are counted in the simulated machine, once the frame has gone
                around before; what each costs is stated below. Nothing here is a measured time.
                Generated; rewrite it with

                ```
                %s
                ```

                ## Where each wins

                - **Write-combined mappings, where the CPU only writes**, at every size: there is
                  nothing to maintain, and no line is filled only to be overwritten. Brackets cost
                  eighteen times as much for one line, a third more for pages that stay in the
                  cache, and more than twice as much for a frame that does not. But as soon as the
                  CPU reads, these mappings cost twice as much as brackets for one line, and up to
                  twenty times as much for the whole frame.
                - **Brackets with ranges, wherever the CPU reads**, at every size. What they save is
                  faults and shoot-downs; against those they win most where a little of each page is
                  touched: one line of every page costs twenty to forty times as much without them.
                - **Shoot-down is nowhere the cheapest, and needs nothing of the client.** That costs
                  three times as much as brackets for one line, up to four tenths more for whole
                  pages, and with a window of 16 pages less than a tenth more from 64 KiB on. Below
                  that the window does harm: pages are mapped, walked and shot down for nothing.
                - **Brackets of whole buffers**, all that Linux's `DMA_BUF_IOCTL_SYNC` can say, lose
                  to shoot-down as long as the CPU touches up to a quarter of the frame in one run:
                  page faults find out what was touched. They win where it touches all of it, or
                  something of every page.

                So a heap for rendering by the CPU maps write-combined; where the CPU reads and its
                code can be changed, brackets with ranges; and shoot-down, with a window for those
                who stream, keeps everybody else right at a bounded price. An importer that does not
                agree to brackets costs its fellows the difference between two columns, and no stale
                byte (B6).

                ## Cost of one change there and back

                The last column names the operations whose cost, if it were half or twice as much,
                would let another way win; `-` if there is none.

                %s
                ## What an operation costs

                In the time of a word from the cache. Orders of magnitude, not measurements; a line
                is taken to cost the same whether its neighbour came before it or not.

                %s
                ## What was counted

                The cost is the sum of these, each times its cost.

                %s""".formatted(PAGE.rewrite(), costs(), operations(), counts()));
    }
}
