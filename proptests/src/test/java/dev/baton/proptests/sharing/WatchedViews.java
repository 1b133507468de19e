package dev.baton.proptests.sharing;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Coherency;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.LongAdder;

/** Sees whether anybody touches a CPU mapping that the exporter was told is over. */
final class WatchedViews {
    final LongAdder late = new LongAdder();
    final LongAdder open = new LongAdder();

    Coherency.Maker watch(Coherency.Maker maker) {
        return backing -> watched(maker.of(backing));
    }

    private Coherency watched(Coherency coherency) {
        return proxy(Coherency.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "mmap" -> {
                    open.increment();
                    return new View((Storage) requireNonNull(call(coherency, method, arguments)))
                            .proxy();
                }
                case "munmap" -> {
                    open.decrement();
                    View view = (View) Proxy.getInvocationHandler(arguments[0]);
                    view.over = true;
                    return call(coherency, method, view.storage);
                }
                default -> {
                    return call(coherency, method, arguments);
                }
            }
        });
    }

    private static @Nullable Object call(Object on, Method method, @Nullable Object... arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw requireNonNull(e.getCause());
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class View implements InvocationHandler {
        final Storage storage;
        volatile boolean over;

        View(Storage storage) {
            this.storage = storage;
        }

        Storage proxy() {
            return WatchedViews.proxy(Storage.class, this);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] arguments)
                throws Throwable {
            Object answer = call(storage, method, arguments);
            if (over) { // by now, so the end has not waited for this access
                late.increment();
            }
            return answer;
        }
    }
}
