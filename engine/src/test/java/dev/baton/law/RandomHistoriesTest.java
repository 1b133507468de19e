package dev.baton.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Good histories break no law, however late they are told; spoilt ones break the right one. */
final class RandomHistoriesTest {
    private static final int SEEDS = 150;
    private static final int OPERATIONS = 300;

    /** The events of each operation; when one is over, all is quiet. */
    private static List<List<Event>> history(Random random) {
        List<List<Event>> operations = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        int queues = 1 + random.nextInt(6);
        SequentialDispatcher dispatcher = new SequentialDispatcher(random, queues, events::add);
        int liveMax = 2 + random.nextInt(20);
        for (int i = 0; i < OPERATIONS; i++) {
            dispatcher.step(liveMax, queues);
            operations.add(List.copyOf(events));
            events.clear();
        }
        dispatcher.drain();
        operations.add(List.copyOf(events));
        return operations;
    }

    private static List<Event> flat(List<List<Event>> operations) {
        return operations.stream().flatMap(List::stream).toList();
    }

    private static Laws judge(List<Event> events) {
        Laws laws = Laws.all();
        events.forEach(laws::on);
        laws.quiescent();
        return laws;
    }

    @Test
    void goodHistoriesBreakNoLawAtAnyQuietInstant() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Laws laws = Laws.all();
            for (List<Event> operation : history(new Random(seed))) {
                operation.forEach(laws::on);
                laws.quiescent();
            }
            laws.end();
            assertThat(laws.violations()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void goodHistoriesToldLateBreakNoLaw() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Laws laws = judge(toldLate(flat(history(random)), random));
            laws.end();
            assertThat(laws.violations()).as("seed %d", seed).isEmpty();
            assertThat(laws.remembered()).as("seed %d", seed).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void anAvailableBeforeItsBlockerIsOverBreaksQueueOrder() {
        spoil("queue-order", (events, random) -> {
            Map<Long, Integer> submittedAt = new HashMap<>();
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i) instanceof Event.Submitted) {
                    submittedAt.put(events.get(i).job(), i);
                }
                // The sequential dispatcher tells what an end makes available right after it.
                if (i > 0
                        && events.get(i) instanceof Event.Available available
                        && events.get(i - 1) instanceof Event.End
                        && submittedAt.get(available.job()) < i - 1
                        && random.nextInt(4) == 0) {
                    List<Event> spoilt = new ArrayList<>(events.subList(0, i + 1));
                    spoilt.add(i - 1, spoilt.remove(i));
                    return spoilt;
                }
            }
            return events;
        });
    }

    @Test
    void anAvailableThatIsNotToldBreaksReaderConcurrency() {
        spoilOperation("reader-concurrency", Event.Available.class::isInstance);
    }

    @Test
    void aGrantThatIsNotToldBreaksNothingLeft() {
        spoilOperation("nothing-left", Event.Granted.class::isInstance);
    }

    @Test
    void anEndThatIsToldTwiceBreaksOneEnd() {
        spoil("one-end", (events, random) -> twice(events, random, Event.End.class));
    }

    @Test
    void aGrantThatIsToldTwiceBreaksOneEnd() {
        spoil("one-end", (events, random) -> twice(events, random, Event.Granted.class));
    }

    @Test
    void twoNeighboursSwappedOnOneOfTwoQueuesBreakOneOrder() {
        spoil("one-order", (events, random) -> {
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i) instanceof Event.Submitted later && random.nextInt(4) == 0) {
                    List<Event> spoilt = swapped(events, later);
                    if (spoilt != events) {
                        return spoilt;
                    }
                }
            }
            return events;
        });
    }

    private interface Spoiler {
        /** A history that breaks the law, or the same one if it lends itself to none. */
        List<Event> spoilt(List<Event> events, Random random);
    }

    private static void spoil(String law, Spoiler spoiler) {
        int spoiltHistories = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Event> events = flat(history(random));
            List<Event> spoilt = spoiler.spoilt(events, random);
            if (spoilt != events) {
                spoiltHistories++;
                assertThat(judge(spoilt).violations())
                        .as("seed %d", seed)
                        .extracting(Violation::law)
                        .contains(law);
            }
        }
        assertThat(spoiltHistories).isGreaterThan(SEEDS / 2);
    }

    /** Leaves an event of a random operation out, and stops after that operation. */
    private static void spoilOperation(String law, Predicate<Event> leftOut) {
        spoil(law, (events, random) -> {
            List<Event> told = new ArrayList<>();
            for (List<Event> operation : history(new Random(random.nextLong()))) {
                List<Event> found = operation.stream().filter(leftOut).toList();
                if (!found.isEmpty() && random.nextInt(20) == 0) {
                    long job = found.get(0).job();
                    // What follows for the same job cannot have happened.
                    boolean gone = false;
                    for (Event event : operation) {
                        gone |= event == found.get(0);
                        if (!gone || event.job() != job || event instanceof Event.Submitted) {
                            told.add(event);
                        }
                    }
                    return told;
                }
                told.addAll(operation);
            }
            return events;
        });
    }

    private static List<Event> twice(
            List<Event> events, Random random, Class<? extends Event> kind) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (kind.isInstance(events.get(i))) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            return events;
        }
        List<Event> spoilt = new ArrayList<>(events);
        int index = found.get(random.nextInt(found.size()));
        spoilt.add(index + 1, events.get(index));
        return spoilt;
    }

    /** Puts a job before its predecessor on the last of the queues on which it has the same one. */
    private static List<Event> swapped(List<Event> events, Event.Submitted later) {
        Map<Long, List<Event.SubmittedAccess>> common = new HashMap<>();
        for (Event.SubmittedAccess access : later.accesses()) {
            common.computeIfAbsent(access.predecessor(), job -> new ArrayList<>())
                    .add(access);
        }
        common.remove(0L);
        for (Map.Entry<Long, List<Event.SubmittedAccess>> pair : common.entrySet()) {
            if (pair.getValue().size() > 1) {
                long queue = pair.getValue().get(1).queue();
                return events.stream()
                        .map(event -> event instanceof Event.Submitted submitted
                                ? swapped(submitted, pair.getKey(), later.job(), queue, events)
                                : event)
                        .toList();
            }
        }
        return events;
    }

    private static Event swapped(
            Event.Submitted event, long earlier, long later, long queue, List<Event> events) {
        List<Event.SubmittedAccess> accesses = new ArrayList<>();
        for (Event.SubmittedAccess access : event.accesses()) {
            long predecessor = access.predecessor();
            if (access.queue() == queue && event.job() == later) {
                predecessor = predecessorOf(earlier, queue, events);
            } else if (access.queue() == queue && event.job() == earlier) {
                predecessor = later;
            } else if (access.queue() == queue && predecessor == later) {
                predecessor = earlier;
            }
            accesses.add(new Event.SubmittedAccess(
                    access.queue(), access.queueName(), access.mode(), predecessor));
        }
        return new Event.Submitted(
                event.nanos(), event.job(), event.client(), accesses, event.openEnded());
    }

    private static long predecessorOf(long job, long queue, List<Event> events) {
        for (Event event : events) {
            if (event instanceof Event.Submitted submitted && submitted.job() == job) {
                for (Event.SubmittedAccess access : submitted.accesses()) {
                    if (access.queue() == queue) {
                        return access.predecessor();
                    }
                }
            }
        }
        throw new AssertionError("job " + job + " is not on queue " + queue);
    }

    /**
     * The same history as threads may tell it that are suspended inside their publications. What a
     * job does is told in order and its ends are told in time, since they are told before they take
     * effect; all else may come as late as just before the first of them. An available that raced
     * a cancellation may come after it.
     */
    private static List<Event> toldLate(List<Event> events, Random random) {
        Map<Long, List<Integer>> before = new HashMap<>();
        Map<Long, Integer> firstEnd = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event instanceof Event.End || event instanceof Event.AccessReleased) {
                firstEnd.putIfAbsent(event.job(), i);
            } else {
                before.computeIfAbsent(event.job(), job -> new ArrayList<>()).add(i);
            }
        }
        double[] when = new double[events.size()];
        for (int i = 0; i < when.length; i++) {
            when[i] = i;
        }
        before.forEach((job, indexes) -> {
            int end = firstEnd.get(job);
            if (random.nextInt(3) == 0) {
                double delayedTo = indexes.get(0) + random.nextDouble() * (end - indexes.get(0));
                indexes.forEach(i -> when[i] = Math.max(i, delayedTo));
            }
            int last = indexes.get(indexes.size() - 1);
            if (events.get(end) instanceof Event.Cancelled
                    && events.get(last) instanceof Event.Available
                    && random.nextBoolean()) {
                when[last] = end + random.nextInt(5);
            }
        });
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < when.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> when[i]));
        return order.stream().map(events::get).toList();
    }
}
