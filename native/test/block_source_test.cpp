// Which blocks a worker reads and writes: each once a pass in two of the orders, any in the third, never beyond a file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "test/job_specs.h"
#include "test/source_walk.h"

namespace ioproof {
namespace {

using Place = std::pair<int32_t, uint64_t>;

Place placeOf(const GivenChain& chain) { return {chain.operations.at(0).file, chain.operations.at(0).offset}; }

/// 3 files of 37 blocks, the last part of each too short for a block.
JobSpec threeFiles(Access access) {
    JobSpec spec = blockSpec();
    spec.access = access;
    setBlockSize(spec, 1000);
    spec.fileCount = 3;
    spec.fileSize = 37'500;
    return spec;
}

class EveryBlockOnce : public testing::TestWithParam<std::tuple<Access, uint32_t, size_t, uint64_t>> {};

TEST_P(EveryBlockOnce, AcrossWorkersInEachPass) {
    const auto [access, workers, batch, passes] = GetParam();
    JobSpec spec = threeFiles(access);
    spec.workers = workers;
    spec.passes = passes;
    std::map<Place, uint64_t> touched;
    uint64_t chainsPerPass = 0;
    for (uint32_t worker = 0; worker < workers; ++worker) {
        SourceWalk walk(spec, {.index = worker, .count = workers}, batch);
        const std::vector<GivenChain> given = walk.all();
        ASSERT_EQ(given.size(), passes * walk.chainsPerPass());
        ASSERT_TRUE(walk.all().empty()) << "after the last pass";
        chainsPerPass += walk.chainsPerPass();
        for (const GivenChain& chain : given) {
            ASSERT_EQ(chain.operations.size(), 1u);
            ASSERT_EQ(chain.operations[0].length, 1000u);
            ASSERT_EQ(chain.operations[0].offset % 1000, 0u);
            ++touched[placeOf(chain)];
        }
    }
    EXPECT_EQ(chainsPerPass, 3u * 37);
    EXPECT_EQ(touched.size(), 3u * 37);
    for (const auto& [place, times] : touched) {
        EXPECT_EQ(times, passes) << "file " << place.first << " offset " << place.second;
        EXPECT_LT(place.first, 3);
        EXPECT_LE(place.second + 1000, 37'500u);
    }
}

INSTANTIATE_TEST_SUITE_P(BlockSource, EveryBlockOnce,
                         testing::Combine(testing::Values(Access::Sequential, Access::Permutation, Access::Interleaved),
                                          testing::Values(1u, 2u, 3u, 7u, 111u, 130u), testing::Values(1u, 3u, 64u),
                                          testing::Values(1u, 4u)));

TEST(BlockSource, TouchesEachBlockOnceInEverySinglePass) {
    JobSpec spec = threeFiles(Access::Permutation);
    spec.passes = 0;
    SourceWalk walk(spec, {.index = 0, .count = 1}, 1);
    std::vector<std::vector<Place>> orders;
    for (int pass = 0; pass < 5; ++pass) {
        std::vector<Place> order;
        for (int block = 0; block < 111; ++block) order.push_back(placeOf(walk.next().at(0)));
        std::vector<Place> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end()) << "pass " << pass;
        for (const auto& earlier : orders) EXPECT_NE(order, earlier) << "pass " << pass;
        orders.push_back(std::move(order));
    }
}

TEST(BlockSource, WalksSequentiallyThroughAPartOfItsOwn) {
    JobSpec spec = threeFiles(Access::Sequential);
    spec.workers = 3;
    for (uint32_t worker = 0; worker < 3; ++worker) {
        SourceWalk walk(spec, {.index = worker, .count = 3}, 10);
        uint64_t expected = 0;
        for (const GivenChain& chain : walk.all()) {
            EXPECT_EQ(chain.operations[0].file, static_cast<int32_t>(worker)) << "with as many files as workers";
            EXPECT_EQ(chain.operations[0].offset, expected);
            expected += 1000;
        }
        EXPECT_EQ(expected, 37'000u);
    }
}

TEST(BlockSource, DrawsAnyBlockOfAnyFileAtRandom) {
    JobSpec spec = threeFiles(Access::Random);
    spec.passes = 0;
    SourceWalk walk(spec, {.index = 0, .count = 1}, 16);
    std::map<Place, int> touched;
    for (const GivenChain& chain : walk.all(20'000)) {
        const auto [file, offset] = placeOf(chain);
        ASSERT_GE(file, 0);
        ASSERT_LT(file, 3);
        ASSERT_EQ(offset % 1000, 0u);
        ASSERT_LE(offset + 1000, 37'000u);
        ++touched[{file, offset}];
    }
    EXPECT_EQ(touched.size(), 111u) << "180 draws a block: none is left out";
}

TEST(BlockSource, DrawsAsManyBytesAPassAsTheFilesHave) {
    for (const Access access : {Access::Random, Access::Zipf, Access::Sequential, Access::Backward}) {
        JobSpec spec = blockSpec();
        spec.access = access;
        spec.skew = 0.9;
        spec.fileCount = 2;
        spec.fileSize = uint64_t{4096} * 32'768;
        spec.blockSize = 65'536;
        spec.readPercent = 50;
        spec.readSizes = oneSize(4096);
        spec.writeSizes = {.from = 4096, .to = 65'536, .unit = 4096, .shares = {}};
        SourceWalk walk(spec, {.index = 0, .count = 1}, 16);
        const std::vector<GivenChain> given = walk.all();
        double bytes = 0;
        for (const GivenChain& chain : given) bytes += chain.operations[0].length;
        const double whole = 2.0 * static_cast<double>(spec.fileSize);
        // About 14 000 blocks, the standard deviation of whose size is close to its mean: six of them are 5 %.
        EXPECT_NEAR(bytes / whole, 1, 0.05) << "access " << static_cast<int>(access);
        EXPECT_NEAR(static_cast<double>(given.size()) / static_cast<double>(walk.chainsPerPass()), 1, 0.05);
    }
}

TEST(BlockSource, EndsAPassOfRandomBlocksAfterTheLastOfThem) {
    // More than are drawn ahead at once, and no multiple of them.
    for (const Access access : {Access::Random, Access::Zipf}) {
        JobSpec spec = threeFiles(access);
        spec.skew = 1.2;
        spec.passes = 3;
        SourceWalk walk(spec, {.index = 0, .count = 1}, 7);
        EXPECT_EQ(walk.all().size(), 3u * 111);
        EXPECT_TRUE(walk.all().empty());
    }
}

TEST(BlockSource, WalksBackwardsThroughAllFilesOneAfterTheOther) {
    const JobSpec spec = threeFiles(Access::Backward);
    SourceWalk walk(spec, {.index = 0, .count = 1}, 10);
    std::vector<Place> expected;
    for (int32_t file = 2; file >= 0; --file)
        for (uint64_t block = 37; block > 0; --block) expected.emplace_back(file, (block - 1) * 1000);
    std::vector<Place> places;
    for (const GivenChain& chain : walk.all()) places.push_back(placeOf(chain));
    EXPECT_EQ(places, expected);
}

TEST(BlockSource, GivesWorkersAndSeedsDifferentOrders) {
    const auto order = [](uint64_t seed, uint32_t worker) {
        JobSpec spec = threeFiles(Access::Random);
        spec.seed = seed;
        spec.passes = 0;
        SourceWalk walk(spec, {.index = worker, .count = 2}, 1);
        std::vector<Place> places;
        for (const GivenChain& chain : walk.all(50)) places.push_back(placeOf(chain));
        return places;
    };
    EXPECT_EQ(order(1, 0), order(1, 0));
    EXPECT_NE(order(1, 0), order(1, 1));
    EXPECT_NE(order(1, 0), order(2, 0));
}

TEST(BlockSource, ReadsTheShareThatWasAskedFor) {
    for (const uint32_t percent : {0u, 1u, 30u, 70u, 99u, 100u}) {
        JobSpec spec = threeFiles(Access::Random);
        spec.readPercent = percent;
        spec.passes = 0;
        SourceWalk walk(spec, {.index = 0, .count = 1}, 100);
        constexpr double draws = 100'000;
        double reads = 0;
        for (const GivenChain& chain : walk.all(100'000)) reads += chain.operations[0].kind == OperationKind::Read;
        const double expected = draws * percent / 100;
        // Six standard deviations of the binomial distribution; none at 0 and 100 %.
        EXPECT_NEAR(reads, expected, 6 * std::sqrt(expected * (100 - percent) / 100)) << percent << " %";
    }
}

TEST(BlockSource, SpreadsReadsAndWritesOverAllBlocks) {
    JobSpec spec = threeFiles(Access::Permutation);
    spec.readPercent = 50;
    spec.passes = 40;
    SourceWalk walk(spec, {.index = 0, .count = 1}, 1);
    std::map<Place, int> reads;
    for (const GivenChain& chain : walk.all()) reads[placeOf(chain)] += chain.operations[0].kind == OperationKind::Read;
    for (const auto& [place, count] : reads) {
        EXPECT_GT(count, 0) << "file " << place.first << " offset " << place.second << " is only written";
        EXPECT_LT(count, 40) << "file " << place.first << " offset " << place.second << " is only read";
    }
}

}  // namespace
}  // namespace ioproof
