package dev.baton.trace.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A fair system of the plainest kind, and the log that it writes. Its jobs ask for all at once, or
 * for one buffer after the other, each above those before, so that they never deadlock.
 */
final class RandomHistory {
    private static final int USES_MAX = 4;

    private final Random random;
    private final int liveMax;

    /** Both in one system would deadlock. */
    private final boolean atOnce;

    private final List<List<Use>> queues = new ArrayList<>();
    private final List<Asker> live = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int jobs;

    private static final class Asker {
        private final String name;
        private final List<Integer> wants = new ArrayList<>();
        private final List<Use> uses = new ArrayList<>();

        Asker(String name) {
            this.name = name;
        }

        boolean ownsAll() {
            return wants.isEmpty() && uses.stream().allMatch(use -> use.owned || use.over);
        }
    }

    private static final class Use {
        private final Asker job;
        private final int buffer;
        private boolean shared;
        private boolean owned;
        private boolean over;

        Use(Asker job, int buffer, boolean shared) {
            this.job = job;
            this.buffer = buffer;
            this.shared = shared;
        }
    }

    RandomHistory(Random random, int buffers, int liveMax) {
        this.random = random;
        this.liveMax = liveMax;
        this.atOnce = random.nextBoolean();
        for (int i = 0; i < buffers; i++) {
            queues.add(new ArrayList<>());
        }
    }

    /** The header, and at least so many lines more. */
    List<String> lines(int count) {
        lines.add("event,job,buffer,mode");
        while (lines.size() < count) {
            step();
        }
        while (!live.isEmpty()) {
            List.copyOf(live).forEach(this::goOn);
        }
        return lines;
    }

    private void step() {
        if (live.size() < liveMax && random.nextInt(3) > 0) {
            begin();
        } else if (!live.isEmpty()) {
            goOn(live.get(random.nextInt(live.size())));
        }
    }

    private void begin() {
        Asker job = new Asker("j" + ++jobs);
        for (int i = 0; i < queues.size() && job.wants.size() < USES_MAX; i++) {
            if (random.nextInt(queues.size()) < 2) {
                job.wants.add(i);
            }
        }
        if (job.wants.isEmpty()) {
            job.wants.add(random.nextInt(queues.size()));
        }
        live.add(job);
        do {
            ask(job);
        } while (atOnce && !job.wants.isEmpty());
        queues.forEach(this::grant);
    }

    private void ask(Asker job) {
        Use use = new Use(job, job.wants.remove(0), random.nextBoolean());
        job.uses.add(use);
        queues.get(use.buffer).add(use);
        tell("request", use, use.shared ? "shared" : "exclusive");
    }

    private void goOn(Asker job) {
        Use last = job.uses.get(job.uses.size() - 1);
        if (job.ownsAll()) {
            end(job);
        } else if (last.owned && !job.wants.isEmpty()) {
            ask(job);
            grant(queues.get(job.uses.get(job.uses.size() - 1).buffer));
        } else if (random.nextInt(20) == 0) {
            leave(job, "cancel");
        }
    }

    private void end(Asker job) {
        for (Use use : job.uses) {
            int dice = random.nextInt(10);
            if (dice == 0 && !use.shared && !use.over) {
                use.shared = true;
                tell("downgrade", use, "");
                grant(queues.get(use.buffer));
                return;
            } else if (dice == 1 && !use.over) {
                use.over = true;
                tell("release", use, "");
                queues.get(use.buffer).remove(use);
                boolean last = job.uses.stream().allMatch(it -> it.over);
                live.removeIf(it -> last && it == job);
                grant(queues.get(use.buffer));
                return;
            }
        }
        leave(job, random.nextInt(10) == 0 ? "fail" : "release");
    }

    private void leave(Asker job, String how) {
        lines.add(how + "," + job.name + ",,");
        live.remove(job);
        for (Use use : job.uses) {
            if (queues.get(use.buffer).remove(use)) {
                grant(queues.get(use.buffer));
            }
        }
    }

    private void grant(List<Use> queue) {
        boolean first = true;
        for (Use use : queue) {
            if (!use.owned && (use.shared || first)) {
                use.owned = true;
                tell("grant", use, "");
            }
            if (!use.shared) {
                return;
            }
            first = false;
        }
    }

    private void tell(String event, Use use, String mode) {
        lines.add(event + "," + use.job.name + ",b" + use.buffer + "," + mode);
    }
}
