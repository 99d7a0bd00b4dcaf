// Chains that open their file themselves, on engine cufile: handles come and go with the files, and no time of theirs
// is in an operation.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "core/block_content.h"
#include "test/cufile_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr size_t pieces = 3;
constexpr uint64_t fileCount = 12;

class CufileChains : public testing::TestWithParam<CufileCase> {
protected:
    void SetUp() override { SKIP_UNLESS_DIRECT(directory_); }

    static size_t blockSize() { return GetParam().blockSize; }
    static size_t fileBytes() { return pieces * blockSize(); }

    static JobSpec spec(std::vector<Kind> operations) {
        JobSpec spec = cufileSpec(GetParam(), std::move(operations));
        spec.fileSize = fileBytes();
        return spec;
    }

    /// Describes the chain on a file as a source does, but with a place of its own in the buffer for each piece.
    static void describe(const JobSpec& spec, Chain& chain, const std::string& path, size_t bytes) {
        std::strcpy(chain.path, path.c_str());
        std::byte* const buffer = chain.operations[0].data;
        chain.count = 0;
        for (const Kind kind : spec.operations) {
            size_t offset = 0;
            do {
                Operation& operation = chain.operations[chain.count++];
                operation = {.kind = kind, .result = INT32_MIN, .offset = offset, .data = buffer + offset};
                if (isTransfer(kind)) operation.length = static_cast<uint32_t>(std::min(blockSize(), bytes - offset));
                offset += operation.length;
            } while (isTransfer(kind) && offset < bytes);
        }
    }

    template <typename Check>
    void onEveryFile(CufileRig& rig, Check check, size_t bytes = fileBytes()) const {
        uint64_t started = 0;
        uint64_t finished = 0;
        const auto next = [&](Chain& chain) {
            if (started == fileCount) return false;
            describe(rig.rig().spec(), chain, files_.path(started), bytes);
            chain.item = started++;
            rig.give(chain, Bytes(fileBytes(), std::byte{0x11}));
            return true;
        };
        const auto done = [&](Chain& chain) {
            EXPECT_EQ(chain.descriptor, -1) << "left open";
            check(chain);
            ++finished;
        };
        rig.rig().drive(next, done);
        EXPECT_EQ(finished, fileCount);
    }

    static void expectAllSucceeded(const Chain& chain) {
        ASSERT_EQ(chain.executed, chain.count);
        uint64_t before = 0;
        for (uint32_t index = 0; index < chain.count; ++index) {
            const Operation& operation = chain.operations[index];
            EXPECT_EQ(operation.result, static_cast<int32_t>(operation.length)) << nameOf(operation.kind);
            EXPECT_LE(before, operation.startedAt);
            EXPECT_LE(operation.startedAt, operation.finishedAt);
            before = operation.finishedAt;
        }
    }

    const TemporaryDirectory directory_;
    const FileNamespace files_{directory_.path(), fileCount, 5};
};

TEST_P(CufileChains, OpenReadInPiecesAndClose) {
    writeFiles(files_, fileBytes());
    const size_t before = openDescriptors();
    {
        CufileRig rig(spec({Kind::Open, Kind::Read, Kind::Close}));
        onEveryFile(rig, [&](Chain& chain) {
            ASSERT_EQ(chain.count, pieces + 2);
            expectAllSucceeded(chain);
            EXPECT_EQ(rig.onGpu(chain, fileBytes()), contentOf(chain.item, 0, fileBytes()));
        });
        EXPECT_EQ(rig.counters().handles.count, fileCount);
        EXPECT_EQ(rig.counters().reads, fileCount * pieces);
        EXPECT_EQ(rig.counters().readBytes, fileCount * fileBytes());
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(CufileChains, CreateWriteNewContentInPiecesSyncAndClose) {
    writeFiles(files_, 2 * fileBytes());  // longer: create must cut them
    BlockContent content({.seed = 5, .compressPercent = 0, .dedupePercent = 0, .pattern = {}});
    std::vector<Bytes> written(fileCount);
    {
        CufileRig rig(spec({Kind::Create, Kind::Write, Kind::Fsync, Kind::Close}), {},
                      {.openFlags = O_WRONLY | O_DIRECT | O_CLOEXEC, .content = &content});
        onEveryFile(rig, [&](Chain& chain) {
            expectAllSucceeded(chain);
            const std::byte* const made = chain.operations[0].data;
            written[chain.item] = Bytes(made, made + fileBytes());
        });
        EXPECT_EQ(rig.counters().writes, fileCount * pieces);
    }
    for (uint64_t file = 0; file < fileCount; ++file) {
        ASSERT_EQ(readWholeFile(files_.path(file)), written[file]) << "what the host has made came to the GPU first";
        EXPECT_FALSE(std::equal(written[file].begin(), written[file].begin() + 4096,
                                written[file].begin() + static_cast<std::ptrdiff_t>(blockSize())))
            << "each piece is new";
    }
}

TEST_P(CufileChains, RegisterNoFileThatTheyMoveNothingOf) {
    writeFiles(files_, fileBytes());
    CufileRig rig(spec({Kind::Open, Kind::Close, Kind::Stat}));
    onEveryFile(rig, [&](Chain& chain) { expectAllSucceeded(chain); });
    EXPECT_EQ(rig.counters().handles.count, 0u);
}

TEST_P(CufileChains, ReadEmptyFilesWithoutATransfer) {
    writeFiles(files_, 0);
    CufileRig rig(spec({Kind::Open, Kind::Read, Kind::Close}));
    const auto check = [](Chain& chain) { expectAllSucceeded(chain); };
    onEveryFile(rig, check, 0);
    EXPECT_EQ(rig.counters().reads, 0u);
    EXPECT_EQ(rig.counters().handles.count, 0u);
}

TEST_P(CufileChains, StopAtAFileThatIsMissing) {
    writeFiles(files_, fileBytes());
    for (uint64_t file = 0; file < fileCount; file += 3) std::filesystem::remove(files_.path(file));
    CufileRig rig(spec({Kind::Open, Kind::Read, Kind::Close}));
    onEveryFile(rig, [](Chain& chain) {
        if (chain.item % 3 != 0) return expectAllSucceeded(chain);
        EXPECT_EQ(chain.executed, 1u);
        EXPECT_EQ(chain.operations[0].result, -ENOENT);
        EXPECT_EQ(chain.operations[1].result, INT32_MIN) << "must not have run";
    });
}

TEST_P(CufileChains, GiveHandleAndFileBackWhenTheyFailHalfway) {
    writeFiles(files_, fileBytes());
    const size_t before = openDescriptors();
    {
        // The file is open for reading only, so that the write fails while the chain holds a handle.
        CufileRig rig(spec({Kind::Open, Kind::Write, Kind::Close}));
        onEveryFile(rig, [](Chain& chain) {
            EXPECT_EQ(chain.executed, 2u);
            EXPECT_LT(chain.operations[1].result, 0);
            EXPECT_EQ(chain.operations[2].result, INT32_MIN) << "must not have run";
        });
        EXPECT_EQ(rig.counters().handles.count, fileCount);
        EXPECT_EQ(rig.counters().writes, 0u);
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(CufileChains, FailAtTheTransferWhereCufileRefusesTheFile) {
    writeFiles(files_, fileBytes());
    const StandinScript direct("STANDIN_DIRECT", "none");
    const size_t before = openDescriptors();
    {
        CufileRig rig(spec({Kind::Open, Kind::Read, Kind::Close}));
        onEveryFile(rig, [](Chain& chain) {
            EXPECT_EQ(chain.executed, 2u);
            EXPECT_EQ(chain.operations[0].result, 0);
            EXPECT_EQ(chain.operations[1].result, -5008);
            EXPECT_LE(chain.operations[1].startedAt, chain.operations[1].finishedAt);
        });
        EXPECT_EQ(rig.counters().handles.count, 0u);
    }
    EXPECT_EQ(openDescriptors(), before);
}

INSTANTIATE_TEST_SUITE_P(Mode, CufileChains, testing::ValuesIn(cufileCases()), cufileCaseName);

}  // namespace
}  // namespace ioproof
