// What the kernel knows of the quality of its wall clock.
#pragma once

#include <cstdint>
#include <string>

namespace ioproof {

/// From adjtimex(2), which is only asked and changes nothing. Times are nanoseconds.
struct ClockState {
    /// False where nothing disciplines the clock: STA_UNSYNC, or the state TIME_ERROR.
    bool synchronised = false;
    /// What is still to be corrected by slewing; 0 with daemons that steer by the frequency alone, as chrony does.
    int64_t offsetNs = 0;
    /// Largest error that the disciplining daemon vouches for; it grows by itself without one.
    int64_t maxErrorNs = 0;
    int64_t estimatedErrorNs = 0;
    /// Correction of the frequency, in parts per million.
    double frequencyPpm = 0;
    /// TAI - UTC in seconds; 0 where nobody has told the kernel.
    int32_t taiOffsetSeconds = 0;
    /// Name of the error where the kernel (a seccomp filter) refuses to tell; then nothing else holds.
    std::string refusal;
};

ClockState clockState();

}  // namespace ioproof
