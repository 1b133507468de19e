package dev.baton.proptests;

import dev.baton.explore.Exploration;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

import java.lang.reflect.Method;
import java.util.Objects;

/** What {@link CheckLaws} does in JUnit Jupiter. */
final class LawsExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final Namespace OWN = Namespace.create(LawsExtension.class);

    LawsExtension() {}

    /** Not of constructors, or of what runs before all: that would be shared by several tests. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return WatchedDispatcher.hasPart(parameter.getParameter().getType())
                && parameter.getDeclaringExecutable() instanceof Method
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        WatchedDispatcher watched = context.getStore(OWN)
                .getOrComputeIfAbsent(
                        WatchedDispatcher.class,
                        type -> new WatchedDispatcher(),
                        WatchedDispatcher.class);
        return watched.part(parameter.getParameter().getType());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Store store = context.getStore(OWN);
        store.put(Explorations.class, Explorations.NONE);
        Exploration.listen(result -> store.put(
                Explorations.class,
                Objects.requireNonNull(store.get(Explorations.class, Explorations.class))
                        .plus(result)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Exploration.listen(null);
        judgeDispatcher(context);
        judgeExplorations(context);
    }

    private static void judgeExplorations(ExtensionContext context) {
        Explorations explored = context.getStore(OWN).get(Explorations.class, Explorations.class);
        if (explored == null || explored.count() == 0) {
            return;
        }
        context.publishReportEntry(Vacuity.EXPLORED, explored.inWords());
        if (context.getExecutionException().isEmpty()) {
            explored.vacuity(waitingPercent(context)).ifPresent(why -> {
                throw new AssertionError(why);
            });
        }
    }

    private static void judgeDispatcher(ExtensionContext context) {
        WatchedDispatcher watched =
                context.getStore(OWN).get(WatchedDispatcher.class, WatchedDispatcher.class);
        if (watched == null) {
            return;
        }
        context.publishReportEntry(Vacuity.REPORT, watched.counts().inWords());
        watched.check();
        if (context.getExecutionException().isEmpty()) {
            Vacuity.refuse(watched.counts(), waitingPercent(context));
        }
    }

    private static int waitingPercent(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), CheckLaws.class)
                .or(() -> AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), CheckLaws.class))
                .map(CheckLaws::waitingPercent)
                .orElse(CheckLaws.WAITING_PERCENT);
    }
}
