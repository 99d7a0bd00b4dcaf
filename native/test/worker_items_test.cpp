// Whose items a worker uses: its own part, that of a neighbour, or the first of them.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/io_error.h"
#include "test/job_specs.h"
#include "test/source_walk.h"

namespace ioproof {
namespace {

/// 11 files of 3 workers: 0 to 2, 3 to 6 and 7 to 10.
JobSpec elevenFiles() {
    JobSpec spec = filesSpec();
    spec.root = "/r";
    spec.fileCount = 11;
    spec.workers = 3;
    return spec;
}

/// Numbers of the files of a worker in their order, of one pass.
std::vector<int> filesOf(const JobSpec& spec, uint32_t worker) {
    SourceWalk walk(spec, {.index = worker, .count = spec.workers}, 2);
    std::vector<int> files;
    for (const GivenChain& chain : walk.all()) files.push_back(std::stoi(chain.path.substr(chain.path.rfind('f') + 1)));
    EXPECT_EQ(files.size(), walk.chainsPerPass());
    return files;
}

std::set<int> setOf(const std::vector<int>& files) { return {files.begin(), files.end()}; }

TEST(WorkerItems, LieInTheDirectoriesOfTheWorker) {
    JobSpec spec = elevenFiles();
    spec.filePerWorker = true;
    for (const Access access : {Access::Sequential, Access::Permutation, Access::Random}) {
        spec.access = access;
        for (uint32_t worker = 0; worker < 3; ++worker) {
            SourceWalk walk(spec, {.index = worker, .count = 3}, 2);
            for (const GivenChain& chain : walk.all())
                EXPECT_EQ(chain.path.find("/r/w00000" + std::to_string(worker) + "/d"), 0u) << chain.path;
        }
    }
    spec.access = Access::Permutation;
    EXPECT_EQ(setOf(filesOf(spec, 1)), (std::set<int>{3, 4, 5, 6}));
}

TEST(WorkerItems, AreThoseOfTheNeighbour) {
    JobSpec spec = elevenFiles();
    spec.workerShift = 1;
    EXPECT_EQ(filesOf(spec, 0), (std::vector<int>{3, 4, 5, 6}));
    EXPECT_EQ(filesOf(spec, 1), (std::vector<int>{7, 8, 9, 10}));
    EXPECT_EQ(filesOf(spec, 2), (std::vector<int>{0, 1, 2}));
    spec.workerShift = 5;
    EXPECT_EQ(filesOf(spec, 0), (std::vector<int>{7, 8, 9, 10}));
    spec.access = Access::Permutation;
    spec.workerShift = 1;
    EXPECT_EQ(setOf(filesOf(spec, 0)), (std::set<int>{3, 4, 5, 6})) << "mixed within the part";
    spec.filePerWorker = true;
    SourceWalk walk(spec, {.index = 2, .count = 3}, 2);
    EXPECT_EQ(walk.next().at(0).path.find("/r/w000000/"), 0u);
}

TEST(WorkerItems, AreTheFirstOfThePart) {
    JobSpec spec = elevenFiles();
    spec.itemsPerWorker = 3;
    EXPECT_EQ(filesOf(spec, 0), (std::vector<int>{0, 1, 2}));
    EXPECT_EQ(filesOf(spec, 1), (std::vector<int>{3, 4, 5}));
    spec.workerShift = 1;
    spec.access = Access::Permutation;
    EXPECT_EQ(setOf(filesOf(spec, 1)), (std::set<int>{7, 8, 9}));
    spec.itemsPerWorker = 100;
    EXPECT_EQ(setOf(filesOf(spec, 1)), (std::set<int>{7, 8, 9, 10}));
}

TEST(WorkerItems, ArePresentAsFarAsEarlierJobsHaveMadeThem) {
    JobSpec spec = elevenFiles();
    EXPECT_EQ(namespaceOf(spec).presentCount(), 11u);
    spec.itemsPerWorker = 2;
    const FileNamespace some = namespaceOf(spec);
    ASSERT_EQ(some.presentCount(), 6u);
    const std::vector<uint64_t> expected = {0, 1, 3, 4, 7, 8};
    for (uint64_t index = 0; index < 6; ++index) EXPECT_EQ(some.presentFile(index), expected[index]);
    spec.itemsPerWorker = 4;
    EXPECT_EQ(namespaceOf(spec).presentCount(), 11u);
    spec.operationsBefore = {OperationKind::Create, OperationKind::Close, OperationKind::Rename};
    EXPECT_EQ(namespaceOf(spec).presentPath(9), "/r/d000002/f000000009.renamed");
}

TEST(WorkerItems, BelongToFiles) {
    JobSpec spec = blockSpec();
    spec.workerShift = 1;
    EXPECT_THROW(spec.check(), JobError);
    spec = blockSpec();
    spec.itemsPerWorker = 1;
    EXPECT_THROW(spec.check(), JobError);
    spec = filesSpec();
    spec.filesInEveryDirectory = true;
    EXPECT_THROW(spec.check(), JobError) << "there is no tree";
}

}  // namespace
}  // namespace ioproof
