/** One page that shows what happened: {@link dev.baton.report.ReportPage} and what goes into it. */
@NullMarked
package dev.baton.report;

import org.jspecify.annotations.NullMarked;
