// Every engine reads exactly what lies at an offset and writes exactly there, however many operations are in flight.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/direct_io.h"
#include "core/file_descriptor.h"
#include "core/permutation.h"
#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t blocksPerFile = 48;

class EngineContent : public EngineTest {
protected:
    /// Two files of blocks with known content, open for both directions.
    void makeFiles(uint64_t blockSize, int flags = 0) {
        files_.clear();
        blockSize_ = blockSize;
        for (uint64_t file = 0; file < 2; ++file) {
            writeWholeFile(pathOf(file), contentOf(file, 0, blocksPerFile * blockSize));
            files_.emplace_back(open(pathOf(file).c_str(), O_RDWR | O_CLOEXEC | flags));
            ASSERT_TRUE(files_.back().valid());
        }
    }
    std::string pathOf(uint64_t file) const { return directory_.path("file" + std::to_string(file)); }

    EngineRig rig() const {
        JobSpec spec = engineSpec(GetParam().kind, GetParam().queueDepth);
        setBlockSize(spec, blockSize_);
        spec.fileSize = blocksPerFile * blockSize_;
        return EngineRig(spec, {files_[0].get(), files_[1].get()});
    }

    void expectEveryBlockReadBack(uint32_t completeBatch) {
        EngineRig engine = rig();
        const Permutation order(2 * blocksPerFile, 9);
        uint64_t asked = 0;
        std::set<std::pair<int32_t, uint64_t>> done;
        const auto next = [&](Chain& chain) {
            if (asked == order.size()) return false;
            const uint64_t block = order(asked++);
            EngineRig::place(chain, OperationKind::Read, static_cast<int32_t>(block / blocksPerFile),
                             block % blocksPerFile * blockSize_, static_cast<uint32_t>(blockSize_));
            std::fill_n(chain.operations[0].data, blockSize_, std::byte{0xee});
            return true;
        };
        uint64_t lastReading = 0;
        const auto check = [&](Chain& chain) {
            const Operation& read = chain.operations[0];
            EXPECT_EQ(chain.executed, 1u);
            ASSERT_EQ(read.result, static_cast<int32_t>(blockSize_));
            const Bytes got(read.data, read.data + blockSize_);
            EXPECT_EQ(got, contentOf(static_cast<uint64_t>(read.file), read.offset, blockSize_));
            EXPECT_TRUE(done.emplace(read.file, read.offset).second) << "returned twice";
            EXPECT_LE(read.startedAt, read.finishedAt);
            EXPECT_GT(read.startedAt, 0u);
            EXPECT_LE(read.finishedAt, engine.engine().now());
            EXPECT_LE(lastReading, engine.engine().now());
            lastReading = engine.engine().now();
        };
        engine.drive(next, check, completeBatch);
        EXPECT_EQ(done.size(), order.size());
    }

    const TemporaryDirectory directory_;
    std::vector<FileDescriptor> files_;
    uint64_t blockSize_ = 0;
};

/// A mapping is the page cache: all engines but mmap.
class EngineDirectContent : public EngineContent {};

TEST_P(EngineContent, ReadsBlocksOfAnySizeAtTheirOffsets) {
    for (const uint64_t blockSize : {512u, 1000u, 4096u, 70'000u}) {
        SCOPED_TRACE(blockSize);
        makeFiles(blockSize);
        for (const uint32_t completeBatch : {1u, GetParam().queueDepth}) expectEveryBlockReadBack(completeBatch);
    }
}

TEST_P(EngineDirectContent, IsReadWithoutThePageCache) {
    SKIP_UNLESS_ON_DISK(directory_);
    makeFiles(4096);
    const DirectFacts facts = probeDirect(pathOf(0), blocksPerFile * 4096);
    if (!facts.used) GTEST_SKIP() << facts.reason;
    makeFiles(4096, O_DIRECT);
    expectEveryBlockReadBack(GetParam().queueDepth);
}

TEST_P(EngineContent, WritesEachBlockToItsOffsetAndNothingElse) {
    for (const uint64_t blockSize : {512u, 1000u, 4096u, 70'000u}) {
        SCOPED_TRACE(blockSize);
        makeFiles(blockSize);
        const uint64_t fileSize = blocksPerFile * blockSize;
        {
            EngineRig engine = rig();
            uint64_t asked = 0;
            const auto next = [&](Chain& chain) {
                // Every other block gets the content of file 7: its neighbours must stay what they are.
                const uint64_t block = 2 * asked++;
                if (block >= 2 * blocksPerFile) return false;
                const uint64_t offset = block % blocksPerFile * blockSize;
                EngineRig::place(chain, OperationKind::Write, static_cast<int32_t>(block / blocksPerFile), offset,
                                 static_cast<uint32_t>(blockSize));
                const Bytes content = contentOf(7, offset, blockSize);
                std::copy(content.begin(), content.end(), chain.operations[0].data);
                return true;
            };
            const auto check = [&](Chain& chain) {
                EXPECT_EQ(chain.operations[0].result, static_cast<int32_t>(blockSize));
            };
            engine.drive(next, check);
            for (const uint32_t file : {0u, 1u}) EXPECT_EQ(engine.engine().sync(file), 0);
        }
        for (uint64_t file = 0; file < 2; ++file) {
            const Bytes whole = readWholeFile(pathOf(file));
            ASSERT_EQ(whole.size(), fileSize);
            for (uint64_t block = 0; block < blocksPerFile; ++block) {
                const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(block * blockSize);
                const Bytes got(begin, begin + static_cast<std::ptrdiff_t>(blockSize));
                ASSERT_EQ(got, contentOf(block % 2 == 0 ? 7 : file, block * blockSize, blockSize))
                    << "file " << file << " block " << block;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Engine, EngineContent, testing::ValuesIn(storageEngines()), engineCaseName);
INSTANTIATE_TEST_SUITE_P(Engine, EngineDirectContent, testing::ValuesIn(callingEngines()), engineCaseName);

}  // namespace
}  // namespace ioproof
