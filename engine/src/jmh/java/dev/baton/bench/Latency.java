package dev.baton.bench;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures how long after a release on one thread the next client starts on another, beside barer
 * ways to hand over, between the same two threads. Every round does each way many times, in turn, so
 * that all meet the same state of the machine; both threads spin. Each time includes one reading of
 * the clock. Its results are JSON as JMH writes it, each value a round's percentile.
 */
final class Latency {
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final int WARM_UP_ROUNDS = 10;

    private final int times;
    private final Map<String, HandOff> ways = HandOff.all();
    private final Histogram histogram = new Histogram(3);

    private long sentNanos;
    private volatile long ended;

    private Latency(int times) {
        this.times = times;
    }

    /** Takes the file for the results, how many rounds, and how many hand-overs in each. */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        new Latency(Integer.parseInt(args[2])).run(rounds, Path.of(args[0]));
    }

    private void run(int rounds, Path file) throws IOException, InterruptedException {
        Thread other = new Thread(() -> {
            for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
                ways.values().forEach(this::receive);
            }
        });
        other.start();
        Map<String, List<double[]>> measured = ways.keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> new ArrayList<>()));
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (String name : ways.keySet()) {
                send(ways.get(name));
                double[] percentiles = percentiles();
                if (round >= WARM_UP_ROUNDS) {
                    measured.get(name).add(percentiles);
                }
            }
        }
        other.join();
        write(file, measured);
    }

    private void send(HandOff way) {
        for (int i = 0; i < times; i++) {
            long before = ended;
            way.prepare();
            sentNanos = System.nanoTime();
            way.send();
            int spins = 0;
            while (ended == before) {
                spins = Grants.pause(spins);
            }
        }
    }

    private void receive(HandOff way) {
        for (int i = 0; i < times; i++) {
            int spins = 0;
            while (!way.arrived()) {
                spins = Grants.pause(spins);
            }
            long now = System.nanoTime();
            histogram.recordValue(Math.max(0, now - sentNanos));
            way.end();
            ended++;
        }
    }

    /** Of the round that has ended. The other thread goes on when the next is sent. */
    private double[] percentiles() {
        double[] values = new double[PERCENTILES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = histogram.getValueAtPercentile(PERCENTILES[i]);
        }
        histogram.reset();
        return values;
    }

    private static void write(Path file, Map<String, List<double[]>> measured) throws IOException {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < PERCENTILES.length; i++) {
            int at = i;
            for (String name : HandOff.all().keySet()) {
                String values = measured.get(name).stream()
                        .map(round -> Double.toString(round[at]))
                        .collect(Collectors.joining(","));
                entries.add("""
                        {"benchmark": "dev.baton.bench.LatencyBenchmark.job", "params": {"system": "%s", \
                        "percentile": "%s"}, "primaryMetric": {"rawData": [[%s]]}}""".formatted(name, PERCENTILES[at], values));
            }
        }
        Files.writeString(file, "[\n" + String.join(",\n", entries) + "\n]\n");
    }
}
