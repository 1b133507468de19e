/**
 * Histories from elsewhere: logs of who asked for which buffer, was granted it and gave it back, by
 * Baton or by any other system, as CSV or JSON lines; judged by the laws.
 *
 * <pre>
 *   bytes --&gt; HistoryCheck --&gt; CsvLines or JsonLines --&gt; HistoryLine
 *                                                             |
 *   HistoryReport &lt;-- violations, each with its line &lt;-- HistoryFeed --&gt; dev.baton.law.Laws
 * </pre>
 *
 * <p>Nothing in a log is trusted, and never more of it is in memory than one line and what is said
 * of jobs that have not ended. The guide {@code docs/guide/check-a-history.md} has the shape.
 */
@NullMarked
package dev.baton.trace.history;

import org.jspecify.annotations.NullMarked;
