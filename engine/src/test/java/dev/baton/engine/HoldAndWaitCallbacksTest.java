package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.fence.FenceSource;
import dev.baton.fence.Signalling;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A thread that blocks in a callback, or else on the way to a completion (S19). */
@Tag("S19")
class HoldAndWaitCallbacksTest {
    private static final Client KEEPS = job -> {};
    private static final Duration MOMENT = Duration.ofNanos(1);

    /** Where a user's code runs that must not block. */
    private enum Inside {
        GRANTED {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                dispatcher.submit(own(), job -> code.run());
            }
        },
        GRANTED_ON_AN_EXECUTOR {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                dispatcher.submit(own(), Client.on(Runnable::run, job -> code.run()));
            }
        },
        ON_AVAILABLE {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                dispatcher.submit(own(), new EagerClient() {
                    @Override
                    public void granted(Job job) {}

                    @Override
                    public void onAvailable(Job job, SyncQueue queue) {
                        code.run();
                    }
                });
            }
        },
        FENCING_OFF {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                Client hung = new Client() {
                    @Override
                    public void granted(Job job) {}

                    @Override
                    public void fenceOff(Job job) {
                        code.run();
                    }
                };
                dispatcher.submit(own(), hung);
                dispatcher.close(hung, Duration.ZERO);
            }
        },
        AN_END {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                Job job = dispatcher.submit(own(), KEEPS);
                job.whenEnded().thenRun(code);
                job.release();
            }
        },
        A_FENCE_S_CALLBACK {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                FenceSource source = new FenceSource("source");
                source.fence().add(fence -> code.run());
                source.signal();
            }
        },
        AN_OUT_FENCE_S_CALLBACK {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                Job job = dispatcher.submit(own(), KEEPS, null, JobOptions.DEFAULT.withOutFence());
                job.outFence().add(fence -> code.run());
                job.release();
            }
        },
        A_COMPLETION_PATH {
            @Override
            void run(Dispatcher dispatcher, Runnable code) {
                try (Signalling section = Signalling.begin()) {
                    code.run();
                }
            }
        };

        private static AccessSet own() {
            return AccessSet.exclusive(new SyncQueue("own"));
        }

        abstract void run(Dispatcher dispatcher, Runnable code);
    }

    /** What a thread may try to do in there. */
    private enum Wish {
        ACQUIRE_WHAT_IS_FREE(JobOptions.DEFAULT, MOMENT, false),
        ACQUIRE_WHAT_IS_OWNED(JobOptions.DEFAULT, MOMENT, true),
        ACQUIRE_BEHIND_A_GATE(gate(false), MOMENT, false),
        ACQUIRE_WITH_A_GATE_IN_ITS_PLACE(gate(true), MOMENT, false),
        TRY_WHAT_IS_FREE(JobOptions.DEFAULT, Duration.ZERO, false),
        TRY_WHAT_IS_OWNED(JobOptions.DEFAULT, Duration.ZERO, true),
        TRY_BEHIND_A_GATE(gate(false), Duration.ZERO, false);

        final JobOptions options;
        final Duration timeout;
        final boolean owned;

        Wish(JobOptions options, Duration timeout, boolean owned) {
            this.options = options;
            this.timeout = timeout;
            this.owned = owned;
        }

        private static JobOptions gate(boolean holding) {
            var fence = new FenceSource("never").fence();
            return JobOptions.DEFAULT.gate(
                    holding ? Gate.holdingPlace(fence, HoldScene.LONG) : Gate.beforePlacing(fence));
        }

        boolean blocks() {
            return !timeout.isZero();
        }
    }

    @TestFactory
    Stream<DynamicTest> blockingInsideIsRefusedAndTryingIsNot() {
        return Stream.of(Inside.values())
                .flatMap(inside -> Stream.of(Wish.values())
                        .map(wish -> DynamicTest.dynamicTest(
                                fact(inside, wish), () -> judge(inside, wish))));
    }

    private static String fact(Inside inside, Wish wish) {
        return FenceBehind.inWords(wish)
                + (wish.blocks() ? " is refused in " : " is allowed in ")
                + FenceBehind.inWords(inside);
    }

    private static void judge(Inside inside, Wish wish) throws Exception {
        try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
            SyncQueue wanted = new SyncQueue("wanted");
            if (wish.owned) {
                scene.dispatcher.submit(AccessSet.exclusive(wanted), KEEPS);
            }
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            inside.run(scene.dispatcher, () -> {
                try {
                    scene.dispatcher
                            .acquire(AccessSet.exclusive(wanted), wish.timeout, wish.options)
                            .close();
                } catch (Throwable each) {
                    thrown.set(each);
                }
            });
            if (wish.blocks()) {
                assertThat(thrown.get())
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContainingAll("S19", "callback", "wanted EXCLUSIVE");
            } else {
                assertThat(thrown.get())
                        .matches(each -> each == null || each instanceof TimeoutException);
                assertThat(scene.found).isEqualTo(List.of());
            }
        }
    }
}
