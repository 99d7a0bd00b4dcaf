// Which file is next and what is done with it: the chain as it was written, each file once an epoch.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "test/job_specs.h"
#include "test/source_walk.h"

namespace ioproof {
namespace {

class EveryFileOnce : public testing::TestWithParam<std::tuple<Access, uint32_t, size_t, uint64_t>> {};

TEST_P(EveryFileOnce, AcrossWorkersInEachEpoch) {
    const auto [access, workers, batch, passes] = GetParam();
    JobSpec spec = filesSpec();
    spec.fileCount = 103;
    spec.access = access;
    spec.workers = workers;
    spec.passes = passes;
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    std::map<std::string, uint64_t> touched;
    uint64_t chainsPerPass = 0;
    for (uint32_t worker = 0; worker < workers; ++worker) {
        SourceWalk walk(spec, {.index = worker, .count = workers}, batch);
        const std::vector<GivenChain> given = walk.all();
        ASSERT_EQ(given.size(), passes * walk.chainsPerPass());
        ASSERT_TRUE(walk.all().empty()) << "after the last epoch";
        chainsPerPass += walk.chainsPerPass();
        for (const GivenChain& chain : given) ++touched[chain.path];
    }
    EXPECT_EQ(chainsPerPass, 103u);
    for (uint64_t file = 0; file < 103; ++file) EXPECT_EQ(touched[names.path(file)], passes) << names.path(file);
    EXPECT_EQ(touched.size(), 103u);
}

INSTANTIATE_TEST_SUITE_P(FilesSource, EveryFileOnce,
                         testing::Combine(testing::Values(Access::Sequential, Access::Permutation),
                                          testing::Values(1u, 2u, 5u, 103u, 120u), testing::Values(1u, 4u, 64u),
                                          testing::Values(1u, 3u)));

TEST(FilesSource, OrdersTheFilesAnewEachEpoch) {
    JobSpec spec = filesSpec();
    spec.fileCount = 50;
    spec.access = Access::Permutation;
    spec.passes = 0;
    SourceWalk walk(spec, {.index = 0, .count = 1}, 1);
    std::set<std::vector<std::string>> orders;
    for (int epoch = 0; epoch < 5; ++epoch) {
        std::vector<std::string> order;
        for (int file = 0; file < 50; ++file) order.push_back(walk.next().at(0).path);
        EXPECT_EQ(std::set<std::string>(order.begin(), order.end()).size(), 50u) << "epoch " << epoch;
        orders.insert(order);
    }
    EXPECT_EQ(orders.size(), 5u);
}

TEST(FilesSource, DrawsFilesAtRandomWithinTheNamespace) {
    JobSpec spec = filesSpec();
    spec.access = Access::Random;
    spec.passes = 0;
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    std::set<std::string> known;
    for (uint64_t file = 0; file < spec.fileCount; ++file) known.insert(names.path(file));
    SourceWalk walk(spec, {.index = 1, .count = 2}, 8);
    std::set<std::string> drawn;
    for (const GivenChain& chain : walk.all(1000)) drawn.insert(chain.path);
    EXPECT_EQ(drawn, known);
}

TEST(FilesSource, GivesTheChainInItsOrder) {
    JobSpec spec = filesSpec();
    spec.operations = {OperationKind::Create, OperationKind::Write, OperationKind::Fsync,
                       OperationKind::Close,  OperationKind::Stat,  OperationKind::Unlink};
    SourceWalk walk(spec, {.index = 0, .count = 1}, 3);
    for (const GivenChain& chain : walk.all()) {
        ASSERT_EQ(chain.operations.size(), 6u);
        for (size_t index = 0; index < 6; ++index) {
            EXPECT_EQ(chain.operations[index].kind, spec.operations[index]);
            EXPECT_EQ(chain.operations[index].file, chainDescriptor);
            EXPECT_EQ(chain.operations[index].length, index == 1 ? 4096u : 0u);
        }
    }
}

TEST(FilesSource, KeepsFilesWithOneWorkerAndPassesApartWhereNamesChange) {
    JobSpec spec = filesSpec();
    spec.fileCount = 50;
    spec.access = Access::Permutation;
    spec.passes = 3;
    spec.operations = {OperationKind::Rename, OperationKind::Stat};
    std::set<std::string> all;
    for (uint32_t worker = 0; worker < 3; ++worker) {
        SourceWalk walk(spec, {.index = worker, .count = 3}, 4);
        std::set<std::string> own;
        for (int pass = 0; pass < 3; ++pass) {
            std::set<std::string> files;
            for (const GivenChain& chain : walk.all()) {
                EXPECT_TRUE(files.insert(chain.path).second) << "twice in a pass";
                const bool back = pass == 1;
                EXPECT_EQ(chain.operations[0].name, back ? PathName::RenamedFile : PathName::File);
                EXPECT_EQ(chain.operations[0].otherName, back ? PathName::File : PathName::RenamedFile);
                EXPECT_EQ(chain.operations[1].name, chain.operations[0].otherName);
            }
            EXPECT_EQ(files.size(), walk.chainsPerPass());
            if (pass == 0) own = files;
            EXPECT_EQ(files, own) << "pass " << pass;
            EXPECT_EQ(walk.waitsForDrain(), pass < 2);
            EXPECT_TRUE(walk.next().empty()) << "before what is in flight is done";
            walk.drained();
        }
        EXPECT_TRUE(walk.next().empty());
        all.insert(own.begin(), own.end());
    }
    EXPECT_EQ(all.size(), 50u);
}

TEST(FilesSource, GivesAWorkerWithoutFilesNothing) {
    JobSpec spec = filesSpec();
    spec.fileCount = 2;
    spec.access = Access::Permutation;
    spec.operations = {OperationKind::Mkdir, OperationKind::Rmdir};
    SourceWalk walk(spec, {.index = 0, .count = 5}, 4);
    EXPECT_EQ(walk.chainsPerPass(), 0u);
    EXPECT_TRUE(walk.all().empty());
    EXPECT_FALSE(walk.waitsForDrain());
}

TEST(FilesSource, ReadsAFileThatIsLargerThanABlockInPieces) {
    JobSpec spec = filesSpec();
    spec.fileSize = 10'000;
    SourceWalk walk(spec, {.index = 0, .count = 1}, 4);
    for (const GivenChain& chain : walk.all()) {
        ASSERT_EQ(chain.operations.size(), 5u);
        EXPECT_EQ(chain.operations[0].kind, OperationKind::Open);
        const std::pair<uint64_t, uint32_t> pieces[] = {{0, 4096}, {4096, 4096}, {8192, 1808}};
        for (size_t piece = 0; piece < 3; ++piece) {
            EXPECT_EQ(chain.operations[piece + 1].kind, OperationKind::Read);
            EXPECT_EQ(chain.operations[piece + 1].offset, pieces[piece].first);
            EXPECT_EQ(chain.operations[piece + 1].length, pieces[piece].second);
        }
        EXPECT_EQ(chain.operations[4].kind, OperationKind::Close);
    }
}

TEST(FilesSource, GivesEachFileItsOwnSize) {
    JobSpec spec = filesSpec();
    spec.fileCount = 200;
    spec.fileSize = 20'000;
    spec.fileSizes = {.form = SizeForm::Uniform, .from = 1, .to = 20'000};
    spec.access = Access::Permutation;
    const FileSizes sizes = spec.sizesOfFiles();
    const FileNamespace names(spec.root, spec.fileCount, spec.filesPerDirectory);
    std::map<std::string, uint64_t> expected;
    for (uint64_t file = 0; file < spec.fileCount; ++file) expected[names.path(file)] = sizes.of(file);
    for (const uint32_t unit : {1u, 512u, 4096u}) {
        SourceWalk walk(spec, {.index = 0, .count = 1}, 7, unit);
        std::map<std::string, uint64_t> given;
        for (const GivenChain& chain : walk.all()) {
            uint64_t bytes = 0;
            for (const Operation& operation : chain.operations) {
                if (operation.kind != OperationKind::Read) continue;
                EXPECT_EQ(operation.offset, bytes);
                EXPECT_EQ(operation.length % unit, 0u);
                EXPECT_LE(operation.length, spec.blockSize);
                EXPECT_LT(operation.beyondEnd, unit);
                bytes += operation.length - operation.beyondEnd;
            }
            given[chain.path] = bytes;
        }
        EXPECT_EQ(given, expected) << unit;
    }
}

TEST(FilesSource, WritesNoByteBeyondTheEnd) {
    JobSpec spec = filesSpec();
    spec.fileSize = 10'000;
    spec.operations = {OperationKind::Create, OperationKind::Write, OperationKind::Close};
    SourceWalk walk(spec, {.index = 0, .count = 1}, 4, 512);
    for (const GivenChain& chain : walk.all()) {
        ASSERT_EQ(chain.operations.size(), 5u);
        EXPECT_EQ(chain.operations[3].length, 1808u);
        EXPECT_EQ(chain.operations[3].beyondEnd, 0u);
    }
}

TEST(FilesSource, ReadsAnEmptyFileByOneCallOfNoBytes) {
    JobSpec spec = filesSpec();
    spec.fileSize = 0;
    SourceWalk walk(spec, {.index = 0, .count = 1}, 4);
    const std::vector<GivenChain> given = walk.all();
    ASSERT_EQ(given.size(), 10u);
    for (const GivenChain& chain : given) {
        ASSERT_EQ(chain.operations.size(), 3u);
        EXPECT_EQ(chain.operations[1].kind, OperationKind::Read);
        EXPECT_EQ(chain.operations[1].length, 0u);
        EXPECT_EQ(chain.operations[2].kind, OperationKind::Close);
    }
}

}  // namespace
}  // namespace ioproof
