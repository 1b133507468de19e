package dev.baton.fence;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Follows a stage. */
final class StageFence extends Fence {
    StageFence(CompletionStage<?> stage, String name) {
        super(name);
        stage.whenComplete((result, error) -> signal(
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error));
    }
}
