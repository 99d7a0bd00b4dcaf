// adjtimex(2) with no mode set: a question only, for which no privilege is needed.
#include "core/clock_state.h"

#include <sys/timex.h>

#include <cerrno>

#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr int64_t nanosecondsOfMicrosecond = 1000;
/// The kernel counts the frequency in 1/65536 parts per million.
constexpr double frequencyUnit = 65536.0;

}  // namespace

ClockState clockState() {
    timex answer{};
    const int state = adjtimex(&answer);
    if (state < 0) {
        ClockState refused;
        refused.refusal = errnoName(errno);
        return refused;
    }
    const bool inNanoseconds = (answer.status & STA_NANO) != 0;
    return {.synchronised = state != TIME_ERROR && (answer.status & STA_UNSYNC) == 0,
            .offsetNs = answer.offset * (inNanoseconds ? 1 : nanosecondsOfMicrosecond),
            .maxErrorNs = answer.maxerror * nanosecondsOfMicrosecond,
            .estimatedErrorNs = answer.esterror * nanosecondsOfMicrosecond,
            .frequencyPpm = static_cast<double>(answer.freq) / frequencyUnit,
            .taiOffsetSeconds = answer.tai,
            .refusal = {}};
}

}  // namespace ioproof
