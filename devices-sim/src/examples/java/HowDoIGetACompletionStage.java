import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** An adapter: asynchronous work that runs while it owns its buffers, as a stage. */
public class HowDoIGetACompletionStage {
    /**
     * Begins the work when the buffers are owned; releases them when its stage is done, and fails
     * the job if that fails. The stage that it returns tells the result once the buffers are free.
     */
    static <T> CompletionStage<T> submit(
            Dispatcher dispatcher, AccessSet set, Function<Job, CompletionStage<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Job submitted = dispatcher.submit(
                set,
                job -> work.apply(job).whenComplete((value, error) -> {
                    boolean ended = error == null ? job.release() : job.fail(error);
                    if (ended && error == null) {
                        result.complete(value);
                    }
                }));
        submitted.whenEnded().thenAccept(ending -> {
            if (ending.outcome() != Outcome.COMPLETED) {
                result.completeExceptionally(asException(ending));
            }
        });
        return result;
    }

    private static Throwable asException(Ending ending) {
        return new CompletionException("the job ended " + ending.outcome(), ending.cause());
    }

    public static void main(String[] args) {
        Dispatcher dispatcher = new Dispatcher();
        SyncQueue frame = new SyncQueue("frame");
        CompletableFuture<Integer> upload = new CompletableFuture<>(); // some other API's

        submit(dispatcher, AccessSet.exclusive(frame), job -> upload)
                .thenAccept(bytes -> System.out.println("uploaded " + bytes + " bytes"));
        submit(dispatcher, AccessSet.shared(frame), job -> CompletableFuture.completedStage("ok"))
                .thenAccept(answer -> System.out.println("read: " + answer));
        submit(dispatcher, AccessSet.shared(frame), job -> {
                    throw new IllegalStateException("no codec");
                })
                .whenComplete(
                        (none, error) -> System.out.println(error.getCause().getMessage()));
        upload.complete(4096);
    }
}
