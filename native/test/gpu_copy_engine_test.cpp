// Engine gpu-copy brings exactly what a file holds to the GPU and writes exactly what the GPU holds, in every mode.
#include "engines/gpu_copy_engine.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/file_descriptor.h"
#include "core/permutation.h"
#include "test/gpu_copy_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t blocksPerFile = 48;

struct CopyCase {
    uint32_t queueDepth;
    /// From 64 KiB on, waits for copies are sleeps.
    uint64_t blockSize;
};

std::ostream& operator<<(std::ostream& out, const CopyCase& one) {
    return out << one.blockSize << " bytes at depth " << one.queueDepth;
}

std::string caseName(const testing::TestParamInfo<CopyCase>& info) {
    return "Of" + std::to_string(info.param.blockSize) + "AtDepth" + std::to_string(info.param.queueDepth);
}

class GpuCopy : public testing::TestWithParam<CopyCase> {
protected:
    void SetUp() override {
        for (uint64_t file = 0; file < 2; ++file) {
            writeWholeFile(pathOf(file), contentOf(file, 0, blocksPerFile * blockSize()));
            files_.emplace_back(open(pathOf(file).c_str(), O_RDWR | O_CLOEXEC));
            ASSERT_TRUE(files_.back().valid());
        }
    }

    std::string pathOf(uint64_t file) const { return directory_.path("file" + std::to_string(file)); }
    static uint64_t blockSize() { return GetParam().blockSize; }
    static uint32_t length() { return static_cast<uint32_t>(GetParam().blockSize); }

    GpuCopyRig rig(CopyMode mode) const {
        JobSpec spec = copySpec(mode, GetParam().queueDepth, blockSize());
        spec.fileSize = blocksPerFile * blockSize();
        return GpuCopyRig(spec, {files_[0].get(), files_[1].get()});
    }

    /// Of all blocks of both files, in an order of their own.
    static void place(Chain& chain, OperationKind kind, uint64_t block) {
        EngineRig::place(chain, kind, static_cast<int32_t>(block / blocksPerFile), block % blocksPerFile * blockSize(),
                         length());
    }

    static void expectTimes(const Operation& operation, uint64_t from, const Engine& engine) {
        EXPECT_GE(operation.startedAt, from);
        EXPECT_LE(operation.startedAt, operation.finishedAt);
        EXPECT_LE(operation.finishedAt, engine.now());
        EXPECT_LE(engine.now(), Clock::instance().now());
    }

    const TemporaryDirectory directory_;
    std::vector<FileDescriptor> files_;
    const Permutation order_{2 * blocksPerFile, 9};
};

TEST_P(GpuCopy, BringsEveryBlockToTheGpu) {
    for (const uint32_t completeBatch : {1u, GetParam().queueDepth}) {
        GpuCopyRig gpu = rig(CopyMode::Full);
        const uint64_t from = Clock::instance().now();
        uint64_t asked = 0;
        std::set<std::pair<int32_t, uint64_t>> done;
        const auto next = [&](Chain& chain) {
            if (asked == order_.size()) return false;
            place(chain, OperationKind::Read, order_(asked++));
            return true;
        };
        const auto check = [&](Chain& chain) {
            const Operation& read = chain.operations[0];
            EXPECT_EQ(chain.executed, 1u);
            ASSERT_EQ(read.result, static_cast<int32_t>(length()));
            EXPECT_EQ(gpu.onGpu(chain, blockSize()),
                      contentOf(static_cast<uint64_t>(read.file), read.offset, blockSize()));
            EXPECT_TRUE(done.emplace(read.file, read.offset).second) << "returned twice";
            expectTimes(read, from, gpu.engine());
        };
        gpu.rig().drive(next, check, completeBatch);
        EXPECT_EQ(done.size(), order_.size());
        EXPECT_EQ(gpu.counters().reads, order_.size());
        EXPECT_EQ(gpu.counters().readBytes, order_.size() * blockSize());
        EXPECT_EQ(gpu.counters().writes, 0u);
    }
}

TEST_P(GpuCopy, WritesWhatTheGpuHolds) {
    {
        GpuCopyRig gpu = rig(CopyMode::Full);
        const uint64_t from = Clock::instance().now();
        uint64_t asked = 0;
        const auto next = [&](Chain& chain) {
            // Every other block gets the content of file 7: its neighbours must stay what they are.
            const uint64_t block = 2 * asked++;
            if (block >= 2 * blocksPerFile) return false;
            place(chain, OperationKind::Write, block);
            gpu.give(chain, contentOf(7, chain.operations[0].offset, blockSize()));
            return true;
        };
        const auto check = [&](Chain& chain) {
            EXPECT_EQ(chain.operations[0].result, static_cast<int32_t>(length()));
            expectTimes(chain.operations[0], from, gpu.engine());
        };
        gpu.rig().drive(next, check);
        for (const uint32_t file : {0u, 1u}) EXPECT_EQ(gpu.engine().sync(file), 0);
        EXPECT_EQ(gpu.counters().writes, blocksPerFile);
        EXPECT_EQ(gpu.counters().writeBytes, blocksPerFile * blockSize());
    }
    for (uint64_t file = 0; file < 2; ++file) {
        const Bytes whole = readWholeFile(pathOf(file));
        ASSERT_EQ(whole.size(), blocksPerFile * blockSize());
        for (uint64_t block = 0; block < blocksPerFile; ++block) {
            const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(block * blockSize());
            const Bytes got(begin, begin + static_cast<std::ptrdiff_t>(blockSize()));
            ASSERT_EQ(got, contentOf(block % 2 == 0 ? 7 : file, block * blockSize(), blockSize()))
                << "file " << file << " block " << block;
        }
    }
}

/// Reads go to the even blocks and writes to the odd ones, in one queue.
TEST_P(GpuCopy, MixesBothDirections) {
    {
        GpuCopyRig gpu = rig(CopyMode::Full);
        uint64_t asked = 0;
        const auto next = [&](Chain& chain) {
            if (asked == order_.size()) return false;
            const uint64_t block = order_(asked++);
            place(chain, block % 2 == 0 ? OperationKind::Read : OperationKind::Write, block);
            if (block % 2 != 0) gpu.give(chain, contentOf(9, chain.operations[0].offset, blockSize()));
            return true;
        };
        const auto check = [&](Chain& chain) {
            const Operation& operation = chain.operations[0];
            ASSERT_EQ(operation.result, static_cast<int32_t>(length()));
            const bool reads = operation.kind == OperationKind::Read;
            EXPECT_EQ(gpu.onGpu(chain, blockSize()),
                      contentOf(reads ? static_cast<uint64_t>(operation.file) : 9, operation.offset, blockSize()));
        };
        gpu.rig().drive(next, check);
    }
    for (uint64_t file = 0; file < 2; ++file) {
        const Bytes whole = readWholeFile(pathOf(file));
        const Bytes last(whole.end() - static_cast<std::ptrdiff_t>(blockSize()), whole.end());
        EXPECT_EQ(last, contentOf(9, (blocksPerFile - 1) * blockSize(), blockSize()));
    }
}

TEST_P(GpuCopy, LeavesTheGpuOutWithHostOnly) {
    GpuCopyRig gpu = rig(CopyMode::HostOnly);
    uint64_t asked = 0;
    const auto next = [&](Chain& chain) {
        if (asked == order_.size()) return false;
        const uint64_t block = order_(asked++);
        place(chain, block % 2 == 0 ? OperationKind::Read : OperationKind::Write, block);
        if (block % 2 == 0) return true;
        gpu.give(chain, contentOf(9, chain.operations[0].offset, blockSize()));
        const Bytes content = contentOf(5, chain.operations[0].offset, blockSize());
        std::copy(content.begin(), content.end(), chain.operations[0].data);
        return true;
    };
    const auto check = [&](Chain& chain) {
        const Operation& operation = chain.operations[0];
        ASSERT_EQ(operation.result, static_cast<int32_t>(length()));
        const uint64_t content = operation.kind == OperationKind::Read ? static_cast<uint64_t>(operation.file) : 5;
        EXPECT_EQ(Bytes(operation.data, operation.data + blockSize()),
                  contentOf(content, operation.offset, blockSize()));
    };
    gpu.rig().drive(next, check);
    EXPECT_EQ(gpu.counters().reads, blocksPerFile);
    EXPECT_EQ(gpu.counters().writes, blocksPerFile);
    const Bytes whole = readWholeFile(pathOf(1));
    EXPECT_EQ(Bytes(whole.end() - static_cast<std::ptrdiff_t>(blockSize()), whole.end()),
              contentOf(5, (blocksPerFile - 1) * blockSize(), blockSize()));
}

TEST_P(GpuCopy, LeavesStorageOutWithCopyOnly) {
    GpuCopyRig gpu = rig(CopyMode::CopyOnly);
    const uint64_t from = Clock::instance().now();
    uint64_t asked = 0;
    const auto next = [&](Chain& chain) {
        if (asked == order_.size()) return false;
        const uint64_t block = order_(asked++);
        place(chain, block % 2 == 0 ? OperationKind::Read : OperationKind::Write, block);
        if (block % 2 != 0) gpu.give(chain, contentOf(9, block, blockSize()));
        const Bytes content = contentOf(5, block, blockSize());
        if (block % 2 == 0) std::copy(content.begin(), content.end(), chain.operations[0].data);
        return true;
    };
    const auto check = [&](Chain& chain) {
        const Operation& operation = chain.operations[0];
        ASSERT_EQ(operation.result, static_cast<int32_t>(length()));
        expectTimes(operation, from, gpu.engine());
        const uint64_t block = operation.offset / blockSize() + static_cast<uint64_t>(operation.file) * blocksPerFile;
        const Bytes onHost(operation.data, operation.data + blockSize());
        const Bytes content = contentOf(operation.kind == OperationKind::Read ? 5 : 9, block, blockSize());
        EXPECT_EQ(onHost, content);
        EXPECT_EQ(gpu.onGpu(chain, blockSize()), content);
    };
    gpu.rig().drive(next, check);
    EXPECT_EQ(gpu.engine().sync(0), 0);
    EXPECT_EQ(gpu.counters().reads, blocksPerFile);
    EXPECT_EQ(gpu.counters().writes, blocksPerFile);
    for (uint64_t file = 0; file < 2; ++file)
        EXPECT_EQ(readWholeFile(pathOf(file)), contentOf(file, 0, blocksPerFile * blockSize())) << "was written";
}

INSTANTIATE_TEST_SUITE_P(Engine, GpuCopy,
                         testing::Values(CopyCase{1, 4096}, CopyCase{7, 4096}, CopyCase{64, 4096}, CopyCase{7, 1000},
                                         CopyCase{1, 70'000}, CopyCase{7, 70'000}),
                         caseName);

}  // namespace
}  // namespace ioproof
