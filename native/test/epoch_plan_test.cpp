// Plans against loaders that are re-stated as machines: same items, same steps, same moments.
#include <gtest/gtest.h>

#include "test/restated_loaders.h"
#include "test/training_orders.h"

namespace ioproof {
namespace {

/// `begun` of an item that the plan releases.
uint64_t begunBefore(uint64_t releasedBy) { return releasedBy == atOnce ? 0 : releasedBy + 1; }

void expectItemsOfSteps(const EpochPlan& plan) {
    std::vector<uint64_t> needed(plan.steps());
    for (uint32_t reader = 0; reader < plan.readers(); ++reader)
        for (uint64_t own = 0; own < plan.itemsOfReader(reader); ++own) {
            const uint64_t step = plan.neededBy(reader, own);
            ASSERT_LT(step, plan.steps());
            ++needed[step];
            const uint64_t begun = begunBefore(plan.releasedBy(reader, own));
            EXPECT_LE(begun, step) << "released in time";
            EXPECT_LT(step - begun, plan.stepsAhead());
            if (own == 0) continue;
            EXPECT_GE(begun, begunBefore(plan.releasedBy(reader, own - 1)));
            EXPECT_GE(step, plan.neededBy(reader, own - 1));
        }
    for (uint64_t step = 0; step < plan.steps(); ++step) EXPECT_EQ(plan.itemsNeededBy(step), needed[step]);
}

/// What the machine has loaded for steps of the plan is what the plan has, in its order.
template <typename PlaceOf>
void expectSame(const EpochPlan& plan, const LoadedByReader& loaded, const PlaceOf& placeOf) {
    for (uint32_t reader = 0; reader < plan.readers(); ++reader) {
        uint64_t own = 0;
        for (const Loaded& item : loaded[reader]) {
            if (item.batch >= plan.steps()) continue;
            ASSERT_LT(own, plan.itemsOfReader(reader));
            const LoadItem expected = placeOf(item);
            const LoadItem given = plan.item(reader, own);
            EXPECT_EQ(given.file, expected.file);
            EXPECT_EQ(given.firstSample, expected.firstSample);
            EXPECT_EQ(given.samples, expected.samples);
            EXPECT_EQ(plan.neededBy(reader, own), item.batch);
            EXPECT_EQ(begunBefore(plan.releasedBy(reader, own)), item.begun);
            ++own;
        }
        EXPECT_EQ(own, plan.itemsOfReader(reader));
    }
    expectItemsOfSteps(plan);
}

TEST(EpochPlan, OfTorchIsThatOfADataLoader) {
    for (const uint32_t readers : {1u, 2u, 4u, 7u})
        for (const uint32_t batchSize : {1u, 3u, 7u})
            for (const uint32_t prefetch : {0u, 1u, 2u, 5u, 8u})
                for (const uint64_t files : {1u, 7u, 60u, 61u}) {
                    TrainingSpec spec = trainingSpec(TrainingRules::V2, LoaderKind::Torch, 1, readers, batchSize);
                    spec.prefetch = prefetch;
                    SampleOrder order(spec, plainFiles(files, 1), 1);
                    order.begin({});
                    SCOPED_TRACE(told(spec, order));
                    const uint64_t ahead = prefetch == 0 ? 2 : prefetch / readers + (prefetch % readers > 0);
                    expectSame(EpochPlan(spec, order, 0), restatedTorch(files, batchSize, readers, ahead),
                               [](const Loaded& item) { return LoadItem{.file = item.within}; });
                }
}

void expectAsTf(const TrainingSpec& spec, uint64_t files, uint64_t samplesPerFile) {
    SampleOrder order(spec, plainFiles(files, samplesPerFile), 1);
    order.begin({});
    SCOPED_TRACE(told(spec, order));
    const uint32_t ranks = spec.accelerators;
    for (uint32_t rank = 0; rank < ranks; ++rank) {
        const bool shares = files < ranks;
        const uint64_t own = shares ? files : (files - rank + ranks - 1) / ranks;
        RestatedTf tf(RestatedInterleave(own, samplesPerFile, spec.readThreads), spec.readThreads,
                      spec.sampleShuffle ? std::max<uint64_t>(spec.shuffleBuffer, 1) : 1, shares ? ranks : 1,
                      shares ? rank : 0, spec.batchSize);
        tf.run(spec.prefetch);
        ASSERT_GE(tf.batches(), order.steps());
        expectSame(EpochPlan(spec, order, rank), tf.loaded, [&](const Loaded& item) {
            return LoadItem{.file = shares ? item.file : rank + item.file * ranks, .firstSample = item.within};
        });
    }
}

class PlanOfTf : public testing::TestWithParam<uint64_t> {};

TEST_P(PlanOfTf, IsThatOfAPipeline) {
    for (const uint64_t files : {1u, 2u, 5u, 8u, 9u})
        for (const uint64_t samplesPerFile : {1u, 3u, 10u})
            for (const uint32_t ranks : {1u, 2u, 3u})
                for (const uint32_t readers : {1u, 2u, 4u})
                    for (const uint32_t batchSize : {1u, 2u, 5u})
                        for (const uint32_t prefetch : {0u, 1u, 2u}) {
                            TrainingSpec spec =
                                trainingSpec(TrainingRules::V1, LoaderKind::Tf, ranks, readers, batchSize);
                            spec.prefetch = prefetch;
                            spec.sampleShuffle = GetParam() > 0;
                            spec.shuffleBuffer = GetParam();
                            expectAsTf(spec, files, samplesPerFile);
                        }
}

INSTANTIATE_TEST_SUITE_P(Buffers, PlanOfTf, testing::Values(0u, 1u, 2u, 3u, 7u, 100u));

TEST(EpochPlan, OfTfReadsNoMoreThanTheStepsNeed) {
    TrainingSpec spec = trainingSpec(TrainingRules::V2, LoaderKind::Tf, 1, 2, 4);
    spec.steps = 3;
    spec.sampleShuffle = true;
    spec.shuffleBuffer = 5;
    SampleOrder order(spec, plainFiles(4, 10), 1);
    order.begin({});
    const EpochPlan plan(spec, order, 0);
    EXPECT_EQ(plan.steps(), 3u);
    EXPECT_EQ(plan.itemsOfReader(0) + plan.itemsOfReader(1), 3u * 4 + 5 - 1);
    expectAsTf(spec, 4, 10);
}

struct StreamCase {
    uint64_t files;
    uint64_t samplesPerFile;
    uint64_t rows;
    uint32_t readers;
    uint32_t batchSize;
    uint32_t prefetch;
    uint32_t window;
};

/// Files 0, 1, …, each in pieces of `rows` samples.
std::vector<RestatedStreamWorker> workersOf(const StreamCase& given) {
    std::vector<RestatedStreamWorker> workers(given.readers);
    for (uint64_t file = 0; file < given.files; ++file)
        for (uint64_t from = 0; from < given.samplesPerFile; from += given.rows)
            workers[file % given.readers].queue.push_back(
                {.file = file, .within = from, .samples = std::min(given.rows, given.samplesPerFile - from)});
    for (RestatedStreamWorker& worker : workers) {
        worker.window = given.window;
        worker.batchSize = given.batchSize;
    }
    return workers;
}

void expectAsStream(const StreamCase& given) {
    std::vector<RestatedStreamWorker> workers = workersOf(given);
    const uint64_t ahead =
        given.prefetch == 0 ? 2 : given.prefetch / given.readers + (given.prefetch % given.readers > 0);
    const uint64_t steps = restatedStream(workers, ahead);
    const StreamBatches batches(given.files, given.samplesPerFile, given.batchSize, given.readers);
    ASSERT_EQ(batches.steps(), steps);
    const StreamItems items{.samplesPerFile = given.samplesPerFile,
                            .itemsPerFile = (given.samplesPerFile + given.rows - 1) / given.rows,
                            .samplesPerItem = given.rows};
    const StreamPlan plan(steps, batches, items, ahead, given.window);
    for (uint32_t reader = 0; reader < given.readers; ++reader) {
        uint64_t own = 0;
        for (const Loaded& item : workers[reader].loaded) {
            if (item.batch >= steps) continue;
            ASSERT_LT(own, plan.itemsOfReader(reader));
            const uint64_t index = plan.indexOf(reader, own);
            EXPECT_EQ(index / items.itemsPerFile, item.file);
            EXPECT_EQ(index % items.itemsPerFile * given.rows, item.within);
            EXPECT_EQ(plan.neededBy(reader, own), item.batch);
            EXPECT_EQ(begunBefore(plan.releasedBy(reader, own)), item.begun);
            ++own;
        }
        EXPECT_EQ(own, plan.itemsOfReader(reader));
    }
}

TEST(EpochPlan, OfStreamIsThatOfAnIterableDataSet) {
    for (const uint64_t files : {1u, 3u, 8u, 11u})
        for (const uint64_t samplesPerFile : {1u, 6u, 7u, 20u})
            for (const uint64_t rows : {1u, 4u, 20u})
                for (const uint32_t readers : {1u, 2u, 4u})
                    for (const uint32_t batchSize : {1u, 3u, 8u})
                        for (const uint32_t prefetch : {0u, 2u, 9u})
                            for (const uint32_t window : {1u, 2u, 64u}) {
                                const StreamCase given{files,   samplesPerFile, std::min(rows, samplesPerFile),
                                                       readers, batchSize,      prefetch,
                                                       window};
                                SCOPED_TRACE(testing::Message()
                                             << files << " files of " << samplesPerFile << " in groups of " << rows
                                             << ", readers " << readers << ", batch " << batchSize << ", prefetch "
                                             << prefetch << ", window " << window);
                                expectAsStream(given);
                            }
}

TEST(EpochPlan, OfStreamHasWholeFilesAsItems) {
    TrainingSpec spec = trainingSpec(TrainingRules::V3, LoaderKind::Stream, 2, 3, 4);
    spec.prefetch = 0;
    spec.window = 2;
    for (const uint64_t files : {8u, 13u, 40u}) {
        SampleOrder order(spec, plainFiles(files, 5), 1);
        order.begin({});
        SCOPED_TRACE(told(spec, order));
        for (uint32_t rank = 0; rank < 2; ++rank) {
            const uint64_t own = (files - rank + 1) / 2;
            std::vector<RestatedStreamWorker> workers = workersOf({own, 5, 5, 3, 4, 0, 2});
            restatedStream(workers, 2);
            LoadedByReader loaded;
            for (const RestatedStreamWorker& worker : workers) loaded.push_back(worker.loaded);
            expectSame(EpochPlan(spec, order, rank), loaded,
                       [&](const Loaded& item) { return LoadItem{.file = rank + item.file * 2, .samples = 5}; });
        }
    }
}

}  // namespace
}  // namespace ioproof
