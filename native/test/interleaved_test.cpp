// Interleaved blocks: the segments of a shared file, each with one block of every worker.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/io_error.h"
#include "test/job_specs.h"
#include "test/source_walk.h"

namespace ioproof {
namespace {

using Places = std::vector<std::pair<int32_t, uint64_t>>;

Places placesOf(const JobSpec& spec, uint32_t worker) {
    SourceWalk walk(spec, {.index = worker, .count = spec.workers}, 2);
    Places places;
    for (const GivenChain& chain : walk.all())
        places.emplace_back(chain.operations.at(0).file, chain.operations.at(0).offset / 1000);
    EXPECT_EQ(places.size(), walk.chainsPerPass() * spec.passes);
    return places;
}

/// 2 files of 4 blocks and a part of one.
JobSpec eightBlocks(uint32_t workers) {
    JobSpec spec = blockSpec();
    spec.access = Access::Interleaved;
    setBlockSize(spec, 1000);
    spec.fileCount = 2;
    spec.fileSize = 4500;
    spec.workers = workers;
    return spec;
}

TEST(Interleaved, GivesEachWorkerEveryNthBlockOfTheFilesEndToEnd) {
    const JobSpec spec = eightBlocks(3);
    EXPECT_EQ(placesOf(spec, 0), (Places{{0, 0}, {0, 3}, {1, 2}}));
    EXPECT_EQ(placesOf(spec, 1), (Places{{0, 1}, {1, 0}, {1, 3}}));
    EXPECT_EQ(placesOf(spec, 2), (Places{{0, 2}, {1, 1}}));
}

TEST(Interleaved, RepeatsThePlacesInEveryPass) {
    JobSpec spec = eightBlocks(5);
    spec.passes = 2;
    EXPECT_EQ(placesOf(spec, 4), (Places{{1, 0}, {1, 0}}));
    spec = eightBlocks(20);
    EXPECT_TRUE(placesOf(spec, 8).empty()) << "more workers than blocks";
}

TEST(Interleaved, IsSequentialInFilesOfTheWorkersOwn) {
    JobSpec spec = eightBlocks(2);
    spec.filePerWorker = true;
    EXPECT_EQ(placesOf(spec, 1), (Places{{1, 0}, {1, 1}, {1, 2}, {1, 3}}));
}

TEST(Interleaved, NeedsOneBlockSize) {
    JobSpec spec = eightBlocks(2);
    spec.check();
    EXPECT_TRUE([&] {
        JobSpec writes = spec;
        writes.readPercent = 0;
        return writes.writesEveryBlock();
    }());
    spec.readSizes.from = 500;
    EXPECT_THROW(spec.check(), JobError);
}

}  // namespace
}  // namespace ioproof
