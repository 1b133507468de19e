package dev.baton.proptests.probe;

import java.lang.reflect.Field;

/** Looks into fields that only their classes know, wherever up the hierarchy they stand. */
final class Inside {
    private Inside() {}

    static Object of(Object object, String field) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field found = type.getDeclaredField(field);
                found.setAccessible(true);
                return found.get(object);
            } catch (NoSuchFieldException further) {
                continue;
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError(object.getClass() + " has no field " + field);
    }
}
