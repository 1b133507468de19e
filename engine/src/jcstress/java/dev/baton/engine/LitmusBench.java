package dev.baton.engine;

/**
 * What the litmus tests share: a queue, and what lies in its buffer. All that is written before a
 * test begins is seen by its actors. Fields without a word about it are plain, as users' are.
 */
class LitmusBench {
    static final int WRITTEN = 42;
    static final int NOBODY = -1;

    final Dispatcher dispatcher = new Dispatcher();
    final SyncQueue queue = new SyncQueue("queue");
    final AccessSet write = AccessSet.exclusive(queue);
    final AccessSet read = AccessSet.shared(queue);

    int content;

    /** Looks into the buffer when it is granted, and gives it back. */
    final class Looking implements Client {
        int seen = NOBODY;
        int work = NOBODY;

        @Override
        public void granted(Job job) {
            seen = content;
            work = job.attachment() instanceof Work attached ? attached.number : 0;
            job.release();
        }
    }

    /** Keeps what it is granted. */
    static final class Keeping implements Client {
        @Override
        public void granted(Job job) {}
    }

    /** What a submitter has written down, plainly. */
    static final class Work {
        int number;

        Work(int number) {
            this.number = number;
        }
    }

    final Job own(AccessSet set) {
        return dispatcher.submit(set, new Keeping());
    }

    final Job submitWithWork(AccessSet set, Client client) {
        return dispatcher.submit(set, client, new Work(WRITTEN), JobOptions.DEFAULT);
    }

    final void fill() {
        content = WRITTEN;
    }
}
