package dev.baton.proptests.probe;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Runs the tests of a class in a {@link ProbingLoader}, so that their threads can be stopped at any
 * shared access of the engine. For classes with plain {@code @Test} methods and no life cycle.
 */
public final class Probed implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> context,
            ExtensionContext extension)
            throws Throwable {
        invocation.skip();
        Class<?> outside = context.getTargetClass();
        Class<?> inside = new ProbingLoader(outside.getClassLoader()).loadClass(outside.getName());
        Constructor<?> constructor = inside.getDeclaredConstructor();
        Method test = inside.getDeclaredMethod(context.getExecutable().getName());
        constructor.setAccessible(true);
        test.setAccessible(true);
        try {
            test.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
