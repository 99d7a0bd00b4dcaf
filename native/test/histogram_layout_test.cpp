// Which slot a latency falls into: no gap, no overlap, and never more than 0.1 % wide.
#include <gtest/gtest.h>

#include "core/histogram.h"
#include "core/random.h"

namespace ioproof {
namespace {

TEST(HistogramLayout, KeepsValuesBelow2048Apart) {
    for (uint64_t value = 0; value < 2048; ++value) {
        const size_t slot = Histogram::slotOf(value);
        ASSERT_EQ(slot, value);
        ASSERT_EQ(Histogram::lowestIn(slot), value);
        ASSERT_EQ(Histogram::highestIn(slot), value);
    }
}

TEST(HistogramLayout, CoversTheRangeWithoutGapOrOverlap) {
    const size_t last = Histogram::slotOf(Histogram::highest);
    ASSERT_LT(last, Histogram::slotCount);
    for (size_t slot = 0; slot <= last; ++slot) {
        ASSERT_EQ(Histogram::slotOf(Histogram::lowestIn(slot)), slot);
        ASSERT_EQ(Histogram::slotOf(Histogram::highestIn(slot)), slot);
        ASSERT_EQ(Histogram::highestIn(slot) + 1, Histogram::lowestIn(slot + 1)) << "after slot " << slot;
    }
}

TEST(HistogramLayout, DoublesItsStepAtEveryOctave) {
    for (unsigned octave = 11; octave <= 41; ++octave) {
        const uint64_t edge = uint64_t{1} << octave;
        const size_t slot = Histogram::slotOf(edge);
        EXPECT_EQ(slot, 2048 + (octave - 11) * 1024) << "2^" << octave;
        EXPECT_EQ(Histogram::slotOf(edge - 1), slot - 1) << "2^" << octave << " - 1";
        const uint64_t step = uint64_t{1} << (octave - 10);
        EXPECT_EQ(Histogram::lowestIn(slot), edge);
        EXPECT_EQ(Histogram::highestIn(slot), edge + step - 1);
        EXPECT_EQ(Histogram::lowestIn(slot - 1), edge - step / 2);
    }
}

TEST(HistogramLayout, IsOffByLessThanATenthOfAPercent) {
    Random random(1);
    for (int draw = 0; draw < 1'000'000; ++draw) {
        // Every octave equally often: uniform values would nearly all be minutes.
        const uint64_t value = (random.next() >> random.below(64)) % (Histogram::highest + 1);
        const size_t slot = Histogram::slotOf(value);
        ASSERT_LE(Histogram::lowestIn(slot), value);
        ASSERT_GE(Histogram::highestIn(slot), value);
        const uint64_t width = Histogram::highestIn(slot) - Histogram::lowestIn(slot);
        ASSERT_LE(width * 1000, value) << value;
    }
}

}  // namespace
}  // namespace ioproof
