// Chains of engine gpu-copy: files that it opens itself, pieces of them, new content for each, and chains that fail.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/file_descriptor.h"
#include "test/gpu_copy_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr uint32_t blockSize = 4096;
constexpr size_t fileBytes = 2 * blockSize + 777;
constexpr uint64_t fileCount = 60;

class GpuCopyChains : public testing::TestWithParam<uint32_t> {
protected:
    static JobSpec spec(CopyMode mode, std::vector<Kind> operations) {
        JobSpec spec = copySpec(mode, GetParam(), std::move(operations));
        spec.fileSize = fileBytes;
        spec.linkChains = true;
        return spec;
    }

    /// As a source does: the pieces of the file share the buffer of the slot.
    static void describe(const JobSpec& spec, Chain& chain, const std::string& path) {
        std::strcpy(chain.path, path.c_str());
        std::byte* const buffer = chain.operations[0].data;
        chain.count = 0;
        for (const Kind kind : spec.operations) {
            size_t offset = 0;
            do {
                Operation& operation = chain.operations[chain.count++];
                operation = {.kind = kind, .result = INT32_MIN, .offset = offset, .data = buffer};
                if (isTransfer(kind))
                    operation.length = static_cast<uint32_t>(std::min<size_t>(blockSize, fileBytes - offset));
                offset += operation.length;
            } while (isTransfer(kind) && offset < fileBytes);
        }
    }

    /// Runs the rig's chain on every file; `check` gets the number of the file.
    template <typename Check>
    void onEveryFile(GpuCopyRig& gpu, Check check) const {
        const size_t before = openDescriptors();
        uint64_t started = 0;
        uint64_t finished = 0;
        const auto next = [&](Chain& chain) {
            if (started == fileCount) return false;
            describe(gpu.rig().spec(), chain, files_.path(started));
            chain.item = started++;
            return true;
        };
        const auto done = [&](Chain& chain) {
            EXPECT_EQ(chain.descriptor, -1) << "left open";
            check(chain);
            ++finished;
        };
        gpu.rig().drive(next, done);
        EXPECT_EQ(finished, fileCount);
        EXPECT_EQ(openDescriptors(), before);
    }

    const TemporaryDirectory directory_;
    const FileNamespace files_{directory_.path(), fileCount, 40};
};

TEST_P(GpuCopyChains, BringFilesInPieces) {
    writeFiles(files_, fileBytes);
    GpuCopyRig gpu(spec(CopyMode::Full, {Kind::Stat, Kind::Open, Kind::Read, Kind::Close, Kind::Unlink}));
    onEveryFile(gpu, [&](const Chain& chain) {
        expectAllSucceeded(chain);
        Bytes last = contentOf(chain.item, 2 * blockSize, 777);
        const Bytes before = contentOf(chain.item, blockSize + 777, blockSize - 777);
        last.insert(last.end(), before.begin(), before.end());
        EXPECT_EQ(gpu.onGpu(chain, blockSize), last) << "the last piece over the one before it";
    });
    EXPECT_EQ(gpu.counters().reads, 3 * fileCount);
    EXPECT_EQ(gpu.counters().readBytes, fileCount * fileBytes);
    for (uint64_t index = 0; index < files_.directoryCount(); ++index)
        EXPECT_TRUE(std::filesystem::is_empty(files_.directoryPath(index)));
    const auto& features = gpu.engine().features();
    EXPECT_EQ(std::count(features.begin(), features.end(), "linked-chains"), 0);
}

TEST_P(GpuCopyChains, WriteFilesOfNewContentInPieces) {
    writeFiles(files_, 20'000);  // longer: create must cut them
    BlockContent content({.seed = 5, .compressPercent = 0, .dedupePercent = 0, .pattern = {}});
    std::set<Bytes> pieces;
    {
        GpuCopyRig gpu(spec(CopyMode::Full, {Kind::Create, Kind::Write, Kind::Fsync, Kind::Close}), {},
                       O_WRONLY | O_CLOEXEC, &content);
        onEveryFile(gpu, [&](const Chain& chain) {
            expectAllSucceeded(chain);
            const Bytes whole = readWholeFile(files_.path(chain.item));
            ASSERT_EQ(whole.size(), fileBytes);
            for (size_t offset = 0; offset < fileBytes; offset += blockSize)
                pieces.emplace(whole.begin() + static_cast<std::ptrdiff_t>(offset),
                               whole.begin() + static_cast<std::ptrdiff_t>(std::min(offset + blockSize, fileBytes)));
            const Bytes onGpu = gpu.onGpu(chain, 777);
            EXPECT_TRUE(std::equal(onGpu.begin(), onGpu.end(), whole.end() - 777)) << "comes from the GPU";
        });
        EXPECT_EQ(gpu.counters().writes, 3 * fileCount);
        EXPECT_EQ(gpu.counters().writeBytes, fileCount * fileBytes);
    }
    EXPECT_EQ(pieces.size(), 3 * fileCount) << "no two of them are alike";
}

TEST_P(GpuCopyChains, StopAtAFileThatIsMissing) {
    writeFiles(files_, fileBytes);
    for (uint64_t file = 0; file < fileCount; file += 3) std::filesystem::remove(files_.path(file));
    GpuCopyRig gpu(spec(CopyMode::Full, {Kind::Open, Kind::Read, Kind::Close}));
    onEveryFile(gpu, [](const Chain& chain) {
        if (chain.item % 3 != 0) return expectAllSucceeded(chain);
        EXPECT_EQ(chain.executed, 1u);
        EXPECT_EQ(chain.operations[0].result, -ENOENT);
        EXPECT_EQ(chain.operations[1].result, INT32_MIN) << "must not have run";
    });
}

TEST_P(GpuCopyChains, CloseTheFileOfAWriteThatFails) {
    writeFiles(files_, fileBytes);
    for (const CopyMode mode : {CopyMode::Full, CopyMode::HostOnly}) {
        GpuCopyRig gpu(spec(mode, {Kind::Open, Kind::Write, Kind::Close}));
        onEveryFile(gpu, [](const Chain& chain) {
            EXPECT_EQ(chain.executed, 2u);
            EXPECT_EQ(chain.operations[1].result, -EBADF) << "is open for reading only";
            EXPECT_EQ(chain.operations[2].result, INT32_MIN) << "must not have run";
        });
        EXPECT_EQ(gpu.counters().writes, 0u);
    }
}

TEST_P(GpuCopyChains, AreCopiesAloneWithoutStorage) {
    GpuCopyRig gpu(spec(CopyMode::CopyOnly, {Kind::Open, Kind::Read, Kind::Close, Kind::Unlink}));
    onEveryFile(gpu, [](const Chain& chain) {
        ASSERT_EQ(chain.count, 6u);
        expectAllSucceeded(chain);
    });
    EXPECT_EQ(gpu.counters().readBytes, fileCount * fileBytes);
    EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_P(GpuCopyChains, BringWhatAShortReadHasMoved) {
    const std::string path = directory_.path("short");
    writeWholeFile(path, contentOf(1, 0, blockSize + 1000));
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    GpuCopyRig gpu(copySpec(CopyMode::Full, GetParam()), {file.get()});
    gpu.give(gpu.chain(0), contentOf(2, 0, blockSize));
    EXPECT_EQ(gpu.rig().run(Kind::Read, 0, blockSize, blockSize), 1000);
    Bytes expected = contentOf(1, blockSize, 1000);
    const Bytes rest = contentOf(2, 1000, blockSize - 1000);
    expected.insert(expected.end(), rest.begin(), rest.end());
    EXPECT_EQ(gpu.onGpu(gpu.chain(0), blockSize), expected);
    EXPECT_EQ(gpu.counters().readBytes, 1000u);
    EXPECT_EQ(gpu.rig().run(Kind::Read, 0, 2 * blockSize, blockSize), 0) << "behind the end";
    EXPECT_EQ(gpu.onGpu(gpu.chain(0), blockSize), expected);
}

INSTANTIATE_TEST_SUITE_P(Engine, GpuCopyChains, testing::Values(1u, 7u, 64u));

}  // namespace
}  // namespace ioproof
