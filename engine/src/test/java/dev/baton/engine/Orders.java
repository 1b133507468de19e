package dev.baton.engine;

import java.util.ArrayList;
import java.util.List;

/** All orders of a few things, for tests that try every one. */
final class Orders {
    private Orders() {}

    /** Every order of the numbers from 0 to {@code count - 1}. */
    static List<int[]> of(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        List<int[]> all = new ArrayList<>();
        permute(order, 0, all);
        return all;
    }

    private static void permute(int[] order, int from, List<int[]> all) {
        if (from >= order.length - 1) {
            all.add(order.clone());
            return;
        }
        for (int i = from; i < order.length; i++) {
            swap(order, from, i);
            permute(order, from + 1, all);
            swap(order, from, i);
        }
    }

    private static void swap(int[] order, int one, int other) {
        int kept = order[one];
        order[one] = order[other];
        order[other] = kept;
    }
}
