// In which order the shares of a mixture come, and which mixtures are refused.
#include "core/mixture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "core/io_error.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

const std::vector<std::vector<uint32_t>> mixtures = {
    {100},
    {99, 1},
    {50, 50},
    {1, 98, 1},
    {34, 33, 33},
    {30, 30, 30, 5, 5},
    {61, 13, 11, 8, 7},
    {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5},
    {81, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
    {47, 12, 11, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1},
};

std::vector<MixShare> sharesOf(const std::vector<uint32_t>& percents) {
    std::vector<MixShare> shares;
    for (const uint32_t percent : percents) shares.push_back({.percent = percent, .operations = {Kind::Stat}});
    return shares;
}

/// Chains of a share in a window, times 100, less what its percent of them is.
int64_t deviation(const ShareSchedule& schedule, size_t from, size_t length, size_t share, uint32_t percent) {
    int64_t count = 0;
    for (size_t place = from; place < from + length; ++place) count += schedule[place % scheduleLength] == share;
    return 100 * count - static_cast<int64_t>(length * percent);
}

TEST(Mixture, GivesEachShareItsPercentOfAHundredChains) {
    for (const auto& percents : mixtures) {
        const ShareSchedule schedule = scheduleOf(sharesOf(percents));
        for (size_t share = 0; share < percents.size(); ++share)
            EXPECT_EQ(deviation(schedule, 0, scheduleLength, share, percents[share]), 0) << share;
    }
}

TEST(Mixture, KeepsEachShareWithinOneChainFromTheStartAndTwoInEveryWindow) {
    for (const auto& percents : mixtures) {
        const ShareSchedule schedule = scheduleOf(sharesOf(percents));
        for (size_t share = 0; share < percents.size(); ++share) {
            for (size_t length = 1; length <= scheduleLength; ++length) {
                EXPECT_LT(std::abs(deviation(schedule, 0, length, share, percents[share])), 100);
                // Longer windows are whole schedules more.
                for (size_t from = 0; from < scheduleLength; ++from)
                    EXPECT_LT(std::abs(deviation(schedule, from, length, share, percents[share])), 200)
                        << "share " << share << " of " << percents.size() << ", " << length << " from " << from;
            }
        }
    }
}

JobSpec mixSpec(std::vector<MixShare> mix) {
    JobSpec spec = filesSpec();
    spec.fileCount = 100;
    spec.operations = {};
    spec.mix = std::move(mix);
    spec.passes = 0;
    spec.runtimeNs = 1'000'000'000;
    return spec;
}

const MixShare reading{.percent = 50, .operations = {Kind::Open, Kind::Read, Kind::Close}};

MixShare deleting(uint32_t percent) { return {.percent = percent, .operations = {Kind::Unlink}}; }
MixShare creating(uint32_t percent) {
    return {.percent = percent, .operations = {Kind::Create, Kind::Write, Kind::Close}};
}

TEST(Mixture, IsRefusedWhereItsPercentsDoNotAddUp) {
    EXPECT_NO_THROW(mixSpec({reading, reading}).check());
    EXPECT_THROW(mixSpec({reading}).check(), JobError);
    EXPECT_THROW(mixSpec({reading, reading, {.percent = 0, .operations = {Kind::Stat}}}).check(), JobError);
    EXPECT_THROW(mixSpec({reading, {.percent = 50, .operations = {}}}).check(), JobError);
    EXPECT_THROW(mixSpec(std::vector<MixShare>(25, {.percent = 4, .operations = {Kind::Stat}})).check(), JobError);
}

TEST(Mixture, IsRefusedWhereItLeavesNames) {
    EXPECT_THROW(mixSpec({reading, {.percent = 50, .operations = {Kind::Mkdir}}}).check(), JobError);
    EXPECT_NO_THROW(mixSpec({reading, {.percent = 50, .operations = {Kind::Mkdir, Kind::Rmdir}}}).check());
}

TEST(Mixture, IsRefusedWhereItsFilesWouldRunOut) {
    EXPECT_NO_THROW(mixSpec({reading, deleting(25), creating(25)}).check());
    EXPECT_THROW(mixSpec({reading, deleting(26), creating(24)}).check(), JobError);
    EXPECT_THROW(mixSpec({reading, {.percent = 50, .operations = {Kind::Rename}}}).check(), JobError);
    JobSpec bounded = mixSpec({reading, deleting(30), creating(20)});
    bounded.runtimeNs = 0;
    for (const auto& [passes, possible] : {std::pair{1u, true}, {9u, true}, {10u, false}}) {
        bounded.passes = passes;
        bounded.queueDepth = 1;
        if (possible) EXPECT_NO_THROW(bounded.check()) << passes;
        else EXPECT_THROW(bounded.check(), JobError) << passes;
    }
}

TEST(Mixture, IsRefusedWithFewerFilesAWorkerThanItNeeds) {
    JobSpec spec = mixSpec({reading, reading});
    spec.workers = 4;
    spec.queueDepth = 10;
    spec.fileCount = 4 * fewestFilesOfMix(10, 2);
    EXPECT_NO_THROW(spec.check());
    --spec.fileCount;
    EXPECT_THROW(spec.check(), JobError);
}

TEST(Mixture, IsRefusedBesideOperations) {
    JobSpec spec = mixSpec({reading, reading});
    spec.operations = reading.operations;
    EXPECT_THROW(spec.check(), JobError);
    spec.mix.clear();
    spec.operations.clear();
    EXPECT_THROW(spec.check(), JobError);
}

}  // namespace
}  // namespace ioproof
