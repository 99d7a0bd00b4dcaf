// Chains of operations on files that the engine opens itself: order, pieces, and what happens after a failure.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "engines/uring_linked_open.h"
#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr size_t blockSize = 4096;
constexpr size_t fileBytes = 2 * blockSize + 777;
constexpr uint64_t fileCount = 150;

class EngineChains : public EngineTest {
protected:
    EngineRig rig(std::vector<OperationKind> operations, int openFlags) const {
        JobSpec spec = engineSpec(GetParam().kind, GetParam().queueDepth, std::move(operations));
        spec.fileSize = fileBytes;
        spec.linkChains = GetParam().linked;
        return EngineRig(spec, {}, openFlags, fileBytes);
    }

    /// Describes the chain on a file as a source does, but with a place of its own in the buffer for each piece.
    static void describe(const JobSpec& spec, Chain& chain, const std::string& path) {
        std::strcpy(chain.path, path.c_str());
        std::byte* const buffer = chain.operations[0].data;
        chain.count = 0;
        for (const OperationKind kind : spec.operations) {
            size_t offset = 0;
            do {
                Operation& operation = chain.operations[chain.count++];
                operation = {.kind = kind, .result = INT32_MIN, .offset = offset, .data = buffer + offset};
                if (isTransfer(kind)) operation.length = static_cast<uint32_t>(std::min(blockSize, fileBytes - offset));
                offset += operation.length;
            } while (isTransfer(kind) && offset < fileBytes);
        }
    }

    /// Runs the rig's chain on every file of the namespace.
    template <typename Before, typename Check>
    void onEveryFile(EngineRig& rig, Before before, Check check) const {
        uint64_t started = 0;
        uint64_t finished = 0;
        const auto next = [&](Chain& chain) {
            if (started == fileCount) return false;
            describe(rig.spec(), chain, files_.path(started));
            before(chain, started++);
            return true;
        };
        const auto done = [&](Chain& chain) {
            EXPECT_EQ(chain.descriptor, -1) << "left open";
            check(chain, std::stoull(std::string(chain.path).substr(std::strlen(chain.path) - 9)));
            ++finished;
        };
        rig.drive(next, done);
        EXPECT_EQ(finished, fileCount);
    }

    const TemporaryDirectory directory_;
    const FileNamespace files_{directory_.path(), fileCount, 40};
};

TEST_P(EngineChains, OpenReadInPiecesAndClose) {
    writeFiles(files_, fileBytes);
    const size_t before = openDescriptors();
    {
        EngineRig engine = rig({Kind::Open, Kind::Read, Kind::Close}, O_RDONLY | O_CLOEXEC);
        const auto blank = [](Chain& chain, uint64_t) {
            std::fill_n(chain.operations[0].data, fileBytes, std::byte{0});
        };
        onEveryFile(engine, blank, [](const Chain& chain, uint64_t file) {
            ASSERT_EQ(chain.count, 5u);
            expectAllSucceeded(chain);
            const std::byte* data = chain.operations[0].data;
            EXPECT_EQ(Bytes(data, data + fileBytes), contentOf(file, 0, fileBytes));
        });
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(EngineChains, CreateWriteInPiecesSyncAndClose) {
    writeFiles(FileNamespace(directory_.path(), fileCount, 40), 20'000);  // longer: create must cut them
    const size_t before = openDescriptors();
    {
        EngineRig engine = rig({Kind::Create, Kind::Write, Kind::Fsync, Kind::Close}, O_WRONLY | O_CLOEXEC);
        const auto fill = [](Chain& chain, uint64_t file) {
            const Bytes content = contentOf(1000 + file, 0, fileBytes);
            std::copy(content.begin(), content.end(), chain.operations[0].data);
        };
        onEveryFile(engine, fill, [](const Chain& chain, uint64_t) { expectAllSucceeded(chain); });
    }
    EXPECT_EQ(openDescriptors(), before);
    for (uint64_t file = 0; file < fileCount; ++file)
        ASSERT_EQ(readWholeFile(files_.path(file)), contentOf(1000 + file, 0, fileBytes)) << files_.path(file);
}

TEST_P(EngineChains, AreLinkedWhereThatIsAskedForAndTheKernelCan) {
    writeFiles(files_, fileBytes);
    EngineRig engine = rig({Kind::Open, Kind::Read, Kind::Close}, O_RDONLY | O_CLOEXEC);
    const auto& features = engine.engine().features();
    const bool linked = std::find(features.begin(), features.end(), "linked-chains") != features.end();
    const bool refused = GetParam().linked && !linkedOpenRefusal().empty();
    EXPECT_EQ(linked, GetParam().linked && !refused);
}

TEST_P(EngineChains, GoOnStepByStepAfterTheFileIsClosed) {
    writeFiles(files_, fileBytes);
    EngineRig engine =
        rig({Kind::Stat, Kind::Open, Kind::Read, Kind::Close, Kind::Stat, Kind::Unlink}, O_RDONLY | O_CLOEXEC);
    onEveryFile(engine, [](Chain&, uint64_t) {}, [](const Chain& chain, uint64_t) { expectAllSucceeded(chain); });
    for (uint64_t index = 0; index < files_.directoryCount(); ++index)
        EXPECT_TRUE(std::filesystem::is_empty(files_.directoryPath(index)));
}

TEST_P(EngineChains, StatAndUnlink) {
    writeFiles(files_, 1);
    EngineRig engine = rig({Kind::Stat, Kind::Unlink}, O_RDONLY);
    onEveryFile(engine, [](Chain&, uint64_t) {}, [](const Chain& chain, uint64_t) { expectAllSucceeded(chain); });
    for (uint64_t index = 0; index < files_.directoryCount(); ++index)
        EXPECT_TRUE(std::filesystem::is_empty(files_.directoryPath(index)));
}

TEST_P(EngineChains, StopAtAFileThatIsMissing) {
    writeFiles(files_, fileBytes);
    for (uint64_t file = 0; file < fileCount; file += 3) std::filesystem::remove(files_.path(file));
    const size_t before = openDescriptors();
    {
        EngineRig engine = rig({Kind::Open, Kind::Read, Kind::Close}, O_RDONLY | O_CLOEXEC);
        onEveryFile(
            engine, [](Chain&, uint64_t) {},
            [](const Chain& chain, uint64_t file) {
                if (file % 3 != 0) return expectAllSucceeded(chain);
                EXPECT_EQ(chain.executed, 1u);
                EXPECT_EQ(chain.operations[0].result, -ENOENT);
                for (uint32_t index = 1; index < chain.count; ++index)
                    EXPECT_EQ(chain.operations[index].result, INT32_MIN) << "must not have run";
            });
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(EngineChains, CloseTheFileOfAChainThatFailsHalfway) {
    writeFiles(files_, fileBytes);
    const size_t before = openDescriptors();
    {
        // The file is open for reading only, so that the write fails while the chain holds a descriptor.
        EngineRig engine = rig({Kind::Open, Kind::Write, Kind::Close}, O_RDONLY | O_CLOEXEC);
        onEveryFile(
            engine, [](Chain&, uint64_t) {},
            [](const Chain& chain, uint64_t) {
                EXPECT_EQ(chain.executed, 2u);
                EXPECT_EQ(chain.operations[0].result, 0);
                EXPECT_EQ(chain.operations[1].result, -EBADF);
                EXPECT_EQ(chain.operations[2].result, INT32_MIN) << "must not have run";
            });
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(EngineChains, CloseTheFileOfAWriteThatDoesNotFit) {
    writeFiles(files_, 0);
    const size_t before = openDescriptors();
    rlimit unlimited{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &unlimited), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit oneBlock{.rlim_cur = blockSize, .rlim_max = unlimited.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &oneBlock), 0);
    {
        EngineRig engine = rig({Kind::Open, Kind::Write, Kind::Close}, O_WRONLY | O_CLOEXEC);
        onEveryFile(
            engine, [](Chain&, uint64_t) {},
            [](const Chain& chain, uint64_t) {
                EXPECT_EQ(chain.executed, 3u);
                EXPECT_EQ(chain.operations[1].result, static_cast<int32_t>(blockSize));
                EXPECT_EQ(chain.operations[2].result, -EFBIG) << "the second piece";
                EXPECT_EQ(chain.operations[3].result, INT32_MIN) << "must not have run";
            });
        setrlimit(RLIMIT_FSIZE, &unlimited);
        std::signal(SIGXFSZ, handler);
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(EngineChains, NameWhatStatAndUnlinkMiss) {
    EngineRig engine = rig({Kind::Stat, Kind::Unlink}, O_RDONLY);
    onEveryFile(
        engine, [](Chain&, uint64_t) {},
        [](const Chain& chain, uint64_t) {
            EXPECT_EQ(chain.executed, 1u);
            EXPECT_EQ(chain.operations[0].result, -ENOENT);
        });
    EngineRig unlinking = rig({Kind::Unlink}, O_RDONLY);
    onEveryFile(
        unlinking, [](Chain&, uint64_t) {},
        [](const Chain& chain, uint64_t) { EXPECT_EQ(chain.operations[0].result, -ENOENT); });
}

INSTANTIATE_TEST_SUITE_P(Engine, EngineChains, testing::ValuesIn(chainEngines()), engineCaseName);

}  // namespace
}  // namespace ioproof
