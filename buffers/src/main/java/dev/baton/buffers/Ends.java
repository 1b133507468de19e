package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What an exporter throws as something ends: it reaches a close, and never a revocation. */
final class Ends {
    private Ends() {}

    /** Throws here what a stage ended with, if it has ended so; never waits. */
    static void rethrow(CompletionStage<Void> stage) {
        Throwable[] thrown = new Throwable[1];
        stage.whenComplete((none, failure) -> {
            synchronized (thrown) {
                thrown[0] = failure;
            }
        });
        synchronized (thrown) {
            rethrow(thrown[0]);
        }
    }

    /** Throws what was caught, if anything was. */
    static void rethrow(@Nullable Throwable wrapped) {
        Throwable failure = wrapped instanceof CompletionException && wrapped.getCause() != null
                ? wrapped.getCause()
                : wrapped;
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** The same end, without what was thrown. */
    static CompletionStage<Void> whatever(CompletionStage<Void> stage) {
        return stage.exceptionally(Ends::nothing);
    }

    private static @Nullable Void nothing(Throwable thrown) {
        return null;
    }
}
