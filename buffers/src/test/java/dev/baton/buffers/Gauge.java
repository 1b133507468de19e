package dev.baton.buffers;

import dev.baton.buffers.heap.ScatteredHeap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Counts accesses that are under way, and may hold them up. */
final class Gauge {
    final AtomicInteger inside = new AtomicInteger();
    final CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** From now on accesses are held up until {@link #open()}. */
    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    /** A buffer all of whose CPU accesses are counted. */
    BufferHandle buffer() {
        return new ScatteredHeap(backing -> (request, same) -> watched(same.bytes()))
                .allocate("front", SharedBuffer.PAGE_SIZE);
    }

    private Storage watched(Storage bytes) {
        return (Storage) Proxy.newProxyInstance(
                Gauge.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) -> access(() -> invoke(method, bytes, arguments)));
    }

    private static Object invoke(Method method, Storage bytes, Object[] arguments) {
        try {
            return method.invoke(bytes, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    <T> T access(Supplier<T> action) {
        inside.incrementAndGet();
        try {
            entered.countDown();
            gate.await();
            return action.get();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            inside.decrementAndGet();
        }
    }
}
