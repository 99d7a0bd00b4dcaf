// The state of the wall clock is asked without changing it, next to what ntp_gettime(3) says.
#include "core/clock_state.h"

#include <gtest/gtest.h>
#include <sys/timex.h>

namespace ioproof {
namespace {

TEST(ClockState, AgreesWithTheLibrary) {
    ntptimeval expected{};
    const int state = ntp_gettime(&expected);
    if (state < 0) GTEST_SKIP() << "the kernel refuses to tell";
    const ClockState found = clockState();
    EXPECT_EQ(found.refusal, "");
    EXPECT_EQ(found.synchronised, state != TIME_ERROR);
    EXPECT_EQ(found.taiOffsetSeconds, expected.tai);
    // It grows while nobody corrects it, by 500 ppm of the time between the two calls.
    EXPECT_GE(found.maxErrorNs, int64_t{expected.maxerror} * 1000);
    EXPECT_LE(found.maxErrorNs, int64_t{expected.maxerror} * 1000 + 1'000'000'000);
}

TEST(ClockState, IsNotChangedByAsking) {
    timex before{};
    timex after{};
    if (adjtimex(&before) < 0) GTEST_SKIP() << "the kernel refuses to tell";
    clockState();
    adjtimex(&after);
    EXPECT_EQ(after.freq, before.freq);
    EXPECT_EQ(after.status, before.status);
    EXPECT_EQ(after.constant, before.constant);
}

}  // namespace
}  // namespace ioproof
