// Intervals of several workers become intervals of the job: complete, in order, and in sum the totals.
#include "job/interval_collector.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace ioproof {
namespace {

constexpr uint64_t second = 1'000'000'000;

std::array<bool, operationKindCount> onlyReads() {
    std::array<bool, operationKindCount> kinds{};
    kinds[indexOf(OperationKind::Read)] = true;
    return kinds;
}

struct Published {
    uint64_t index, startNs, durationNs, reads;
    bool operator==(const Published&) const = default;
};

uint64_t readsIn(const Totals& totals) { return totals[indexOf(OperationKind::Read)]->count; }

class IntervalCollectorTest : public testing::Test {
protected:
    IntervalCollector collector_{
        onlyReads(), second, [this](const IntervalResult& interval) {
            published_.push_back({interval.index, interval.startNs, interval.durationNs, readsIn(interval.operations)});
        }};
    std::vector<Published> published_;
    Recorder first_{onlyReads(), false, second, UINT64_MAX};
    Recorder other_{onlyReads(), false, second, UINT64_MAX};
    std::vector<Recorder*> recorders_{&first_, &other_};

    void SetUp() override {
        for (Recorder* recorder : recorders_) recorder->beginAt(0);
    }
    static void readAt(Recorder& recorder, uint64_t time) {
        recorder.advance(time);
        recorder.success(OperationKind::Read, 500, 1, false);
    }
};

TEST_F(IntervalCollectorTest, PublishesAnIntervalOnceEveryWorkerHasLeftIt) {
    readAt(first_, 0);
    readAt(other_, 0);
    readAt(first_, second);
    EXPECT_FALSE(collector_.collect(recorders_));
    EXPECT_TRUE(published_.empty()) << "one worker is still in it";
    readAt(other_, second + 5);
    EXPECT_FALSE(collector_.collect(recorders_));
    EXPECT_EQ(published_, (std::vector<Published>{{0, 0, second, 2}}));
}

TEST_F(IntervalCollectorTest, WaitsForAWorkerThatIsFarBehind) {
    readAt(other_, 0);
    for (uint64_t interval = 0; interval < 5; ++interval) {
        readAt(first_, interval * second);
        EXPECT_FALSE(collector_.collect(recorders_));
    }
    EXPECT_TRUE(published_.empty());
    readAt(other_, 3 * second);
    EXPECT_FALSE(collector_.collect(recorders_));
    EXPECT_EQ(published_,
              (std::vector<Published>{{0, 0, second, 2}, {1, second, second, 1}, {2, 2 * second, second, 1}}));
}

TEST_F(IntervalCollectorTest, EndsTheLastIntervalWithTheJob) {
    readAt(first_, 0);
    readAt(other_, 0);
    readAt(first_, second + 1);
    EXPECT_FALSE(collector_.collect(recorders_));
    first_.finish();
    other_.finish();
    EXPECT_TRUE(collector_.collect(recorders_));
    collector_.finish(second + 250);
    EXPECT_EQ(published_, (std::vector<Published>{{0, 0, second, 2}, {1, second, 250, 1}}));
    EXPECT_EQ(readsIn(collector_.takeTotals()), 3u);
}

TEST_F(IntervalCollectorTest, TakesOverAllThatSeveralThreadsRecord) {
    constexpr uint64_t intervals = 100;
    const auto work = [](Recorder& recorder, uint64_t perInterval) {
        for (uint64_t interval = 0; interval < intervals; ++interval)
            for (uint64_t read = 0; read < perInterval; ++read) readAt(recorder, interval * second + read);
        recorder.finish();
    };
    std::thread one(work, std::ref(first_), 10);
    std::thread two(work, std::ref(other_), 3);
    while (!collector_.collect(recorders_)) std::this_thread::yield();
    one.join();
    two.join();
    collector_.finish(intervals * second);
    ASSERT_EQ(published_.size(), intervals);
    for (uint64_t interval = 0; interval < intervals; ++interval)
        EXPECT_EQ(published_[interval], (Published{interval, interval * second, second, 13}));
    EXPECT_EQ(readsIn(collector_.takeTotals()), 13 * intervals);
}

}  // namespace
}  // namespace ioproof
