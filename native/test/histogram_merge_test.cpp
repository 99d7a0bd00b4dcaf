// Histograms add up: merged parts are the same as one that saw all values; an emptied one is as good as new.
#include <gtest/gtest.h>

#include <utility>

#include "core/histogram.h"
#include "core/random.h"

namespace ioproof {
namespace {

void expectSame(const Histogram& left, const Histogram& right) {
    EXPECT_EQ(left.count(), right.count());
    EXPECT_EQ(left.overflow(), right.overflow());
    EXPECT_EQ(left.min(), right.min());
    EXPECT_EQ(left.max(), right.max());
    EXPECT_DOUBLE_EQ(left.mean(), right.mean());
    EXPECT_DOUBLE_EQ(left.standardDeviation(), right.standardDeviation());
    EXPECT_EQ(left.encodeV2(), right.encodeV2());
}

void recordSome(Random& random, Histogram& part, Histogram& all, int count, unsigned shift) {
    for (int draw = 0; draw < count; ++draw) {
        const uint64_t value = random.next() >> shift;
        part.record(value);
        all.record(value);
    }
}

TEST(HistogramMerge, EqualsOneHistogramOfAllValues) {
    Random random(3);
    Histogram first, second, all;
    recordSome(random, first, all, 5000, 46);   // microseconds
    recordSome(random, second, all, 5000, 34);  // seconds
    recordSome(random, second, all, 50, 20);    // mostly over the hour
    ASSERT_GT(second.overflow(), 0u);
    first.merge(second);
    expectSame(first, all);
}

TEST(HistogramMerge, TakesAndGivesEmptyHistograms) {
    Histogram full, empty, target;
    full.record(5);
    full.record(70'000);
    target.merge(full);
    expectSame(target, full);
    target.merge(empty);
    expectSame(target, full);
    empty.merge(Histogram());
    expectSame(empty, Histogram());
}

TEST(HistogramMerge, StartsAfreshAfterClear) {
    Random random(4);
    Histogram used, fresh, ignored;
    recordSome(random, used, ignored, 2000, 16);
    used.clear();
    expectSame(used, Histogram());
    for (const uint64_t value : {3u, 4096u, 1'000'000u}) {
        used.record(value);
        fresh.record(value);
    }
    expectSame(used, fresh);
}

TEST(HistogramMerge, MovesWithItsValues) {
    Histogram source, same;
    for (const uint64_t value : {1u, 50'000u}) {
        source.record(value);
        same.record(value);
    }
    Histogram target(std::move(source));
    expectSame(target, same);
    Histogram assigned;
    assigned.record(9);
    assigned = std::move(target);
    expectSame(assigned, same);
}

}  // namespace
}  // namespace ioproof
