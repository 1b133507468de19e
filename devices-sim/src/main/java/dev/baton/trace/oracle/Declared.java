package dev.baton.trace.oracle;

import java.util.BitSet;

/** What a scenario has named so far: nothing else may be asked for, and nothing used up again. */
final class Declared {
    final int buffers;
    final int jobs;
    final int timelines;
    private final BitSet submitted = new BitSet();
    private final BitSet ended = new BitSet();
    private long points;
    private int syncFiles;
    private int fences;

    Declared(int buffers, int jobs, int timelines) {
        this.buffers = buffers;
        this.jobs = jobs;
        this.timelines = timelines;
    }

    int newJob(Words words) throws DamagedAnswersException {
        int job = words.index('j', jobs);
        if (submitted.get(job)) {
            throw words.damage("j" + job + " is submitted already");
        }
        submitted.set(job);
        return job;
    }

    int endedJob(Words words) throws DamagedAnswersException {
        int job = words.index('j', jobs);
        if (!submitted.get(job)) {
            throw words.damage("j" + job + " is not submitted yet");
        }
        end(words, "j", job);
        return job;
    }

    int points(Words words) throws DamagedAnswersException {
        int more = (int) words.number("points", 0, Limits.POINT_MAX - points);
        points += more;
        return more;
    }

    void newSyncFile(Words words) throws DamagedAnswersException {
        next(words, 'x', syncFiles++);
    }

    int syncFile(Words words) throws DamagedAnswersException {
        return words.index('x', syncFiles - 1); // the last one is the one being made
    }

    void newFence(Words words) throws DamagedAnswersException {
        next(words, 'f', fences++);
    }

    int signaledFence(Words words) throws DamagedAnswersException {
        int fence = words.index('f', fences);
        end(words, "f", fence);
        return fence;
    }

    int syncFiles() {
        return syncFiles;
    }

    boolean isSubmitted(int job) {
        return submitted.get(job);
    }

    /** What is made is numbered from 0 on. */
    private static void next(Words words, char letter, int expected)
            throws DamagedAnswersException {
        int found = words.index(letter, expected + 1);
        if (found != expected) {
            throw words.damage("" + letter + found + " stands for something else already");
        }
    }

    private void end(Words words, String letter, int number) throws DamagedAnswersException {
        if (ended.get(number)) {
            throw words.damage(letter + number + " has ended already");
        }
        ended.set(number);
    }
}
