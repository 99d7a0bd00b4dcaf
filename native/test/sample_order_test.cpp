// Which rank has which samples, against lists that are shuffled, cut and dealt as the Python code does it.
#include "sources/sample_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/io_error.h"
#include "core/numpy_random.h"
#include "test/training_orders.h"

namespace ioproof {
namespace {

constexpr uint64_t seed = 123;

using Sample = std::pair<uint64_t, uint64_t>;
using Samples = std::vector<Sample>;
using Numbers = std::vector<uint32_t>;

/// Of every item of a rank each sample.
Samples samplesOf(const SampleOrder& order, uint32_t rank) {
    Samples samples;
    for (uint64_t index = 0; index < order.itemsOf(rank); ++index) {
        const LoadItem item = order.itemOf(rank, index);
        for (uint64_t sample = 0; sample < item.samples; ++sample)
            samples.emplace_back(item.file, item.firstSample + sample);
    }
    return samples;
}

Numbers upTo(uint32_t count) {
    Numbers numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0u);
    return numbers;
}

void shuffle(uint32_t withSeed, Numbers& list) {
    NumpyRandom random(withSeed);
    for (size_t last = list.size() - 1; !list.empty() && last > 0; --last)
        std::swap(list[last], list[random.upTo(last)]);
}

TEST(SampleOrder, OfRulesV1IsNumpysShuffleOfAListThatPersists) {
    TrainingSpec spec = trainingSpec(TrainingRules::V1, LoaderKind::Torch, 1, 1, 1);
    spec.sampleShuffle = true;
    SampleOrder order(spec, plainFiles(10, 1), seed);
    // np.random.seed(123); np.random.shuffle(list(range(10))), twice over; numpy 2.4
    const uint64_t published[2][10] = {{4, 0, 7, 5, 8, 3, 1, 6, 9, 2}, {8, 4, 6, 3, 9, 5, 0, 1, 2, 7}};
    for (uint32_t epoch = 1; epoch <= 2; ++epoch) {
        order.begin({.number = epoch});
        for (uint64_t index = 0; index < 10; ++index)
            EXPECT_EQ(order.itemOf(0, index).file, published[epoch - 1][index]) << "epoch " << epoch;
    }
}

TEST(SampleOrder, OfRulesV1GivesEachRankARangeOfThePermutation) {
    for (const uint64_t files : {1u, 12u, 25u})
        for (const uint64_t perFile : {1u, 4u})
            for (const uint32_t ranks : {1u, 3u, 8u}) {
                TrainingSpec spec = trainingSpec(TrainingRules::V1, LoaderKind::Torch, ranks, 2, 1);
                spec.sampleShuffle = true;
                SampleOrder order(spec, plainFiles(files, perFile, files + 1), seed);
                Numbers lists[] = {upTo(static_cast<uint32_t>(files * perFile)),
                                   upTo(static_cast<uint32_t>((files + 1) * perFile))};
                for (const EpochId epoch :
                     {EpochId{}, EpochId{.isEval = true}, EpochId{.number = 2}, EpochId{.isEval = true, .number = 2}}) {
                    order.begin(epoch);
                    Numbers& list = lists[epoch.isEval];
                    shuffle(seed, list);
                    for (uint32_t rank = 0; rank < ranks; ++rank) {
                        Samples expected;
                        for (size_t at = rank * (list.size() / ranks); at < (rank + 1) * (list.size() / ranks); ++at)
                            expected.emplace_back(list[at] / perFile + (epoch.isEval ? files : 0), list[at] % perFile);
                        EXPECT_EQ(samplesOf(order, rank), expected);
                    }
                }
            }
}

TEST(SampleOrder, OfRulesV2IsTheSameRangeInEveryEpochWhateverIsShuffled) {
    for (const uint64_t files : {4u, 10u, 25u})
        for (const uint32_t ranks : {1u, 3u, 4u}) {
            TrainingSpec spec = trainingSpec(TrainingRules::V2, LoaderKind::Torch, ranks, 2, 1);
            spec.sampleShuffle = true;
            spec.fileShuffle = true;
            SampleOrder order(spec, plainFiles(files, 3), seed);
            const uint64_t share = (files * 3 + ranks - 1) / ranks;
            for (uint32_t epoch = 1; epoch <= 2; ++epoch) {
                order.begin({.number = epoch});
                for (uint32_t rank = 0; rank < ranks; ++rank) {
                    Samples expected;
                    for (uint64_t at = rank * share; at < std::min((rank + 1) * share, files * 3); ++at)
                        expected.emplace_back(at / 3, at % 3);
                    EXPECT_EQ(samplesOf(order, rank), expected);
                }
            }
        }
}

TEST(SampleOrder, OfFilesIsEveryRanksthFile) {
    for (const LoaderKind loader : {LoaderKind::Tf, LoaderKind::Stream, LoaderKind::Torch})
        for (const uint32_t ranks : {1u, 3u, 5u}) {
            const TrainingSpec spec = trainingSpec(TrainingRules::V3, loader, ranks, 1, 1);
            SampleOrder order(spec, plainFiles(13, 2, 7), seed);
            for (const bool isEval : {false, true}) {
                order.begin({.isEval = isEval});
                for (uint32_t rank = 0; rank < ranks; ++rank) {
                    Samples expected;
                    for (uint64_t file = rank; file < (isEval ? 7 : 13); file += ranks)
                        for (const uint64_t sample : {0u, 1u}) expected.emplace_back(file + (isEval ? 13 : 0), sample);
                    EXPECT_EQ(samplesOf(order, rank), expected);
                }
            }
        }
}

TEST(SampleOrder, OfRulesV3DealsFilesAsNumpyDoes) {
    TrainingSpec spec = trainingSpec(TrainingRules::V3, LoaderKind::Torch, 3, 1, 1);
    spec.fileShuffle = true;
    SampleOrder order(spec, plainFiles(11, 1), seed);
    // The rule in Python, with the shuffles of numpy 2.4: 11 files, 3 ranks, seed 123.
    const std::vector<std::vector<uint64_t>> published[] = {{{2, 6, 9, 1}, {7, 8, 10, 3}, {5, 0, 4}},
                                                            {{3, 9, 4, 6}, {10, 8, 0, 2}, {7, 1, 5}}};
    for (uint32_t epoch = 1; epoch <= 2; ++epoch) {
        order.begin({.number = epoch});
        for (uint32_t rank = 0; rank < 3; ++rank) {
            Samples expected;
            for (const uint64_t file : published[epoch - 1][rank]) expected.emplace_back(file, 0);
            EXPECT_EQ(samplesOf(order, rank), expected) << "epoch " << epoch << ", rank " << rank;
        }
    }
}

/// All ranks shuffle, all send, all receive, all shuffle: lists of lists as the processes would have them.
void dealAnew(std::vector<Numbers>& lists, uint32_t epoch, bool newSeed) {
    const size_t ranks = lists.size();
    std::vector<std::vector<Numbers>> sent(ranks, std::vector<Numbers>(ranks));
    for (size_t rank = 0; rank < ranks; ++rank) {
        shuffle(static_cast<uint32_t>(seed + (newSeed ? epoch : 0)), lists[rank]);
        for (size_t at = 0; at < lists[rank].size(); ++at) sent[rank][(at + rank) % ranks].push_back(lists[rank][at]);
    }
    for (size_t rank = 0; rank < ranks; ++rank) {
        lists[rank].clear();
        for (size_t sender = 0; sender < ranks; ++sender)
            lists[rank].insert(lists[rank].end(), sent[sender][rank].begin(), sent[sender][rank].end());
        shuffle(static_cast<uint32_t>(seed + epoch + 31 * rank), lists[rank]);
    }
}

TEST(SampleOrder, OfRulesV3DealsFilesAnewBeforeEachEpoch) {
    for (const uint32_t files : {6u, 32u, 50u})
        for (const uint32_t ranks : {1u, 4u, 6u})
            for (const bool newSeed : {false, true}) {
                TrainingSpec spec = trainingSpec(TrainingRules::V3, LoaderKind::Stream, ranks, 2, 1);
                spec.fileShuffle = true;
                spec.newOrderEachEpoch = newSeed;
                SampleOrder order(spec, plainFiles(files, 1, files - 1), seed);
                std::vector<Numbers> lists[2] = {std::vector<Numbers>(ranks), std::vector<Numbers>(ranks)};
                for (uint32_t file = 0; file < files; ++file) lists[0][file % ranks].push_back(file);
                for (uint32_t file = 0; file + 1 < files; ++file) lists[1][file % ranks].push_back(file);
                for (uint32_t epoch = 1; epoch <= 4; ++epoch) {
                    dealAnew(lists[0], epoch, newSeed);
                    dealAnew(lists[1], epoch, newSeed);
                    for (const bool isEval : {false, true}) {
                        if (isEval && epoch % 2 == 1) continue;  // an evaluation every second epoch
                        order.begin({.isEval = isEval, .number = isEval ? epoch / 2 : epoch});
                        for (uint32_t rank = 0; rank < ranks; ++rank) {
                            Samples expected;
                            for (const uint32_t file : lists[isEval][rank])
                                expected.emplace_back(file + (isEval ? files : 0), 0);
                            EXPECT_EQ(samplesOf(order, rank), expected);
                        }
                    }
                }
            }
}

TEST(SampleOrder, OfFewFilesGivesEachRankAllOfThem) {
    for (const TrainingRules rules : {TrainingRules::V1, TrainingRules::V2}) {
        const TrainingSpec spec = trainingSpec(rules, LoaderKind::Tf, 4, 2, 3);
        SampleOrder order(spec, plainFiles(3, 10), seed);
        order.begin({});
        EXPECT_TRUE(order.sharesSamplesOfFiles());
        for (uint32_t rank = 0; rank < 4; ++rank) {
            Samples samples = samplesOf(order, rank);
            EXPECT_EQ(samples[0], Sample(0, 0));
            EXPECT_EQ(samples[1], Sample(1, 0)) << "two files side by side";
            std::sort(samples.begin(), samples.end());
            Samples expected;
            for (uint64_t file = 0; file < 3; ++file)
                for (uint64_t sample = 0; sample < 10; ++sample) expected.emplace_back(file, sample);
            EXPECT_EQ(samples, expected);
        }
        EXPECT_EQ(order.steps(), 2u) << "30 samples, of which a rank has 8 or 7, in batches of 3";
    }
}

TEST(SampleOrder, HasNoMoreStepsThanTheRankWithLeastCanFill) {
    const auto steps = [](TrainingRules rules, LoaderKind loader, uint64_t files, uint64_t cut) {
        TrainingSpec spec = trainingSpec(rules, loader, 4, 2, 2);
        spec.steps = cut;
        SampleOrder order(spec, plainFiles(files, 1), seed);
        order.begin({});
        return order.steps();
    };
    EXPECT_EQ(steps(TrainingRules::V1, LoaderKind::Torch, 17, 0), 2u);
    EXPECT_EQ(steps(TrainingRules::V1, LoaderKind::Torch, 17, 1), 1u);
    EXPECT_EQ(steps(TrainingRules::V2, LoaderKind::Torch, 17, 0), 1u) << "5, 5, 5 and 2 samples";
    EXPECT_EQ(steps(TrainingRules::V2, LoaderKind::Torch, 5, 0), 0u) << "2, 2, 1 and 0 samples";
    EXPECT_EQ(steps(TrainingRules::V2, LoaderKind::Tf, 15, 0), 1u) << "4, 4, 4 and 3 files";
    EXPECT_EQ(steps(TrainingRules::V3, LoaderKind::Stream, 19, 0), 2u) << "5 files, or 4: 2 of each reader";
    EXPECT_EQ(steps(TrainingRules::V3, LoaderKind::Stream, 24, 0), 2u) << "6 files, 3 of each reader, one left over";
}

TEST(SampleOrder, OfAnEvaluationHasItsOwnBatchSize) {
    TrainingSpec spec = trainingSpec(TrainingRules::V2, LoaderKind::Torch, 2, 2, 5);
    spec.evalBatchSize = 2;
    SampleOrder order(spec, plainFiles(40, 1, 20), seed);
    order.begin({});
    EXPECT_EQ(order.steps(), 4u);
    order.begin({.isEval = true});
    EXPECT_EQ(order.steps(), 5u);
    EXPECT_EQ(order.itemOf(1, 0).file, 40u + 10);
}

TEST(SampleOrder, OfVeryManySamplesIsAPermutationWithoutAList) {
    const uint64_t files = mostListedSamples + 5;
    TrainingSpec spec = trainingSpec(TrainingRules::V1, LoaderKind::Torch, 3, 1, 1);
    spec.sampleShuffle = true;
    // All in one file: a set of so many files would be large, the order is not.
    SampleOrder order(spec, plainFiles(1, files), seed);
    std::vector<uint64_t> firsts;
    for (uint32_t epoch = 1; epoch <= 2; ++epoch) {
        order.begin({.number = epoch});
        firsts.push_back(order.itemOf(0, 0).firstSample);
        std::vector<bool> seen(files);
        uint64_t distinct = 0;
        for (uint32_t rank = 0; rank < 3; ++rank)
            for (uint64_t index = 0; index < order.itemsOf(rank); ++index) {
                const uint64_t sample = order.itemOf(rank, index).firstSample;
                distinct += !seen.at(sample);
                seen[sample] = true;
            }
        EXPECT_EQ(distinct, files / 3 * 3);
    }
    EXPECT_NE(firsts[0], firsts[1]);
}

TEST(SampleOrder, RefusesRowGroupsWhereTheLoaderHasNone) {
    SampleFileSpec files;
    files.container = Container::Parquet;
    files.extension = "parquet";
    files.trainFiles = 4;
    files.samplesPerFile = 100;
    files.recordLength = 64;
    files.rowGroupRows = 30;
    files.columns = {{.type = ColumnType::Uint8, .width = 64, .count = 1, .read = true}};
    const auto set = std::make_shared<const SampleFiles>(files);
    EXPECT_THROW(SampleOrder(trainingSpec(TrainingRules::V3, LoaderKind::Torch, 1, 1, 1), set, seed), JobError);
    const TrainingSpec spec = trainingSpec(TrainingRules::V3, LoaderKind::Stream, 2, 1, 8);
    SampleOrder order(spec, set, seed);
    order.begin({});
    EXPECT_EQ(order.itemsOf(0), 2u * 4);
    EXPECT_EQ(order.itemOf(1, 5).file, 3u);
    EXPECT_EQ(order.itemOf(1, 5).firstSample, 30u);
    EXPECT_EQ(order.itemOf(1, 5).samples, 30u);
    EXPECT_EQ(order.itemOf(1, 7).samples, 10u);
    EXPECT_EQ(order.steps(), 25u);
}

}  // namespace
}  // namespace ioproof
