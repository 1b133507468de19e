package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Follows a stage; and the other way round. */
final class StageFence extends Fence {
    StageFence(CompletionStage<?> stage, String name) {
        super(name);
        stage.whenComplete((result, error) -> signal(
                error instanceof CompletionException && error.getCause() != null
                        ? error.getCause()
                        : error));
    }

    static CompletionStage<@Nullable Void> stageOf(Fence fence) {
        CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
        if (fence.add(it -> complete(stage, it.error())) == null) {
            complete(stage, fence.error());
        }
        return stage.minimalCompletionStage();
    }

    private static void complete(
            CompletableFuture<@Nullable Void> stage, @Nullable Throwable error) {
        if (error == null) {
            stage.complete(null);
        } else {
            stage.completeExceptionally(error);
        }
    }
}
