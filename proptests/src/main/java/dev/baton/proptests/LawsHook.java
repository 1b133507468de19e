package dev.baton.proptests;

import dev.baton.explore.Exploration;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.ParameterResolutionContext;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.ResolveParameterHook;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

import java.util.List;
import java.util.Optional;

/** What {@link CheckLaws} does in jqwik, around each try and around the property. */
final class LawsHook implements AroundPropertyHook, AroundTryHook, ResolveParameterHook {
    LawsHook() {}

    /** The dispatcher of the try at hand; made when its first part is asked for. */
    private static Store<Optional<WatchedDispatcher>> watched() {
        return Store.getOrCreate("watched", Lifespan.TRY, Optional::empty);
    }

    private static Store<Statistics> statistics() {
        return Store.getOrCreate("statistics", Lifespan.PROPERTY, () -> Statistics.NONE);
    }

    private static Store<Explorations> explored() {
        return Store.getOrCreate("explored", Lifespan.PROPERTY, () -> Explorations.NONE);
    }

    @Override
    public Optional<ParameterSupplier> resolve(
            ParameterResolutionContext parameter, LifecycleContext context) {
        Class<?> type = parameter.parameter().getType();
        return WatchedDispatcher.hasPart(type)
                ? Optional.of(tried -> part(type))
                : Optional.empty();
    }

    private static Object part(Class<?> type) {
        if (watched().get().isEmpty()) {
            watched().update(none -> Optional.of(new WatchedDispatcher()));
        }
        return watched().get().orElseThrow().part(type);
    }

    @Override
    public TryExecutionResult aroundTry(
            TryLifecycleContext context, TryExecutor tried, List<Object> parameters) {
        TryExecutionResult result = listened(tried, parameters);
        if (result.isInvalid()) {
            return result; // it was discarded
        }
        Optional<WatchedDispatcher> dispatcher = watched().get();
        statistics()
                .update(before ->
                        before.plus(dispatcher.map(WatchedDispatcher::counts), parameters));
        return dispatcher.map(it -> judged(it, result)).orElse(result);
    }

    private static TryExecutionResult listened(TryExecutor tried, List<Object> parameters) {
        Exploration.listen(result -> explored().update(before -> before.plus(result)));
        try {
            return tried.execute(parameters);
        } finally {
            Exploration.listen(null);
        }
    }

    private static TryExecutionResult judged(WatchedDispatcher watched, TryExecutionResult result) {
        try {
            watched.check();
            return result;
        } catch (AssertionError broken) {
            if (result.isFalsified()) {
                result.throwable().ifPresent(failure -> failure.addSuppressed(broken));
                return result;
            }
            return TryExecutionResult.falsified(broken);
        }
    }

    @Override
    public PropertyExecutionResult aroundProperty(
            PropertyLifecycleContext context, PropertyExecutor property) {
        return withExplorations(context, withDispatchers(context, property.execute()));
    }

    private static PropertyExecutionResult withExplorations(
            PropertyLifecycleContext context, PropertyExecutionResult result) {
        Explorations explored = explored().get();
        if (explored.count() == 0) {
            return result;
        }
        context.reporter().publishValue(Vacuity.EXPLORED, explored.inWords());
        return result.status() == PropertyExecutionResult.Status.SUCCESSFUL
                ? explored.vacuity(waitingPercent(context))
                        .map(result::mapToFailed)
                        .orElse(result)
                : result;
    }

    private static PropertyExecutionResult withDispatchers(
            PropertyLifecycleContext context, PropertyExecutionResult result) {
        Statistics statistics = statistics().get();
        if (statistics.isEmpty()) {
            return result;
        }
        context.reporter().publishValue(Vacuity.REPORT, statistics.inWords());
        if (result.status() != PropertyExecutionResult.Status.SUCCESSFUL
                || statistics.counts().tries() == 0) {
            return result;
        }
        return Vacuity.of(statistics.counts(), waitingPercent(context))
                .map(result::mapToFailed)
                .orElse(result);
    }

    private static int waitingPercent(PropertyLifecycleContext context) {
        return context.findAnnotation(CheckLaws.class)
                .or(() -> context.findAnnotationsInContainer(CheckLaws.class).stream()
                        .findFirst())
                .map(CheckLaws::waitingPercent)
                .orElse(CheckLaws.WAITING_PERCENT);
    }
}
