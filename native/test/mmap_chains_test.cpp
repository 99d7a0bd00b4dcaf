// Chains of engine mmap on files that they open themselves: what they read, where files end, and what stays mapped.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/file_descriptor.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

constexpr size_t blockSize = 4096;

class MmapChains : public testing::Test {
protected:
    static EngineRig rig() {
        JobSpec spec = engineSpec(EngineKind::Mmap, 1, {Kind::Open, Kind::Read, Kind::Close});
        spec.fileSize = 8 * blockSize;
        return EngineRig(spec, {}, O_RDONLY | O_CLOEXEC, spec.fileSize);
    }

    std::string file(const std::string& name, uint64_t content, size_t bytes) const {
        const std::string path = directory_.path(name);
        writeWholeFile(path, contentOf(content, 0, bytes));
        return path;
    }

    /// Runs a chain of these operations; each transfer is of the next block of the file, to its place in the buffer.
    static const Chain& run(EngineRig& rig, const std::string& path, const std::vector<Kind>& kinds,
                            int descriptor = -1) {
        Chain& chain = rig.chain(0);
        std::strcpy(chain.path, path.c_str());
        chain.descriptor = descriptor;
        chain.count = 0;
        std::byte* const buffer = chain.operations[0].data;
        size_t offset = 0;
        for (const Kind kind : kinds) {
            Operation& operation = chain.operations[chain.count++];
            operation = {.kind = kind, .result = INT32_MIN, .offset = offset, .data = buffer + offset};
            if (!isTransfer(kind)) continue;
            operation.length = blockSize;
            offset += blockSize;
        }
        Chain* const only[] = {&chain};
        rig.engine().submit(only);
        EXPECT_EQ(rig.engine().reap(1, noDeadline).size(), 1u);
        return chain;
    }

    static Bytes dataOf(const Chain& chain, size_t bytes) {
        const std::byte* data = chain.operations[0].data;
        return {data, data + bytes};
    }

    bool isMapped(const std::string& path) const {
        std::ifstream maps("/proc/self/maps");
        const std::string name = std::filesystem::canonical(directory_.path()).string() + "/" +
                                 std::filesystem::path(path).filename().string();
        for (std::string line; std::getline(maps, line);)
            if (line.find(name) != std::string::npos) return true;
        return false;
    }

    const TemporaryDirectory directory_;
    const std::vector<Kind> openReadClose_ = {Kind::Open, Kind::Read, Kind::Read, Kind::Read, Kind::Close};
};

TEST_F(MmapChains, ReadToTheEndOfEachFileAndLeaveNothingMapped) {
    EngineRig engine = rig();
    const size_t before = openDescriptors();
    for (uint64_t index = 0; index < 20; ++index) {
        const size_t bytes = 2 * blockSize + 1 + 211 * index;
        const std::string path = file("f" + std::to_string(index), index, bytes);
        const Chain& chain = run(engine, path, openReadClose_);
        ASSERT_EQ(chain.executed, chain.count);
        EXPECT_EQ(chain.descriptor, -1);
        EXPECT_EQ(chain.operations[0].result, 0);
        EXPECT_EQ(chain.operations[1].result, static_cast<int32_t>(blockSize));
        EXPECT_EQ(chain.operations[3].result, static_cast<int32_t>(bytes - 2 * blockSize));
        EXPECT_EQ(chain.operations[4].result, 0);
        EXPECT_EQ(dataOf(chain, bytes), contentOf(index, 0, bytes));
        EXPECT_FALSE(isMapped(path));
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_F(MmapChains, ReadNothingOfAnEmptyFileNorBeyondTheEnd) {
    EngineRig engine = rig();
    const Chain& empty = run(engine, file("empty", 0, 0), openReadClose_);
    ASSERT_EQ(empty.executed, empty.count);
    EXPECT_EQ(empty.operations[1].result, 0);
    const Chain& whole = run(engine, file("whole", 1, 2 * blockSize), openReadClose_);
    EXPECT_EQ(whole.operations[2].result, static_cast<int32_t>(blockSize));
    EXPECT_EQ(whole.operations[3].result, 0);
}

TEST_F(MmapChains, KeepTheMappingAsLongAsTheFileStaysOpen) {
    EngineRig engine = rig();
    const std::string path = file("kept", 3, 4 * blockSize);
    const Chain& opening = run(engine, path, {Kind::Open, Kind::Read});
    const int descriptor = opening.descriptor;
    ASSERT_GE(descriptor, 0);
    EXPECT_TRUE(isMapped(path));
    engine.engine().releasePages();
    const Chain& reading = run(engine, path, {Kind::Read, Kind::Read, Kind::Read, Kind::Read}, descriptor);
    EXPECT_EQ(dataOf(reading, 4 * blockSize), contentOf(3, 0, 4 * blockSize));
    EXPECT_EQ(run(engine, path, {Kind::Close}, descriptor).operations[0].result, 0);
    EXPECT_FALSE(isMapped(path));
}

TEST_F(MmapChains, MapADescriptorThatWasOpenedElsewhere) {
    EngineRig engine = rig();
    const std::string path = file("given", 4, 2 * blockSize);
    const int given = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const Chain& chain = run(engine, path, {Kind::Read, Kind::Read, Kind::Close}, given);
    ASSERT_EQ(chain.executed, 3u);
    EXPECT_EQ(dataOf(chain, 2 * blockSize), contentOf(4, 0, 2 * blockSize));
    EXPECT_FALSE(isMapped(path));
}

TEST_F(MmapChains, TakeTheNewFileWhereADescriptorComesAgain) {
    EngineRig engine = rig();
    const std::string first = file("first", 5, 2 * blockSize);
    const int descriptor = run(engine, first, {Kind::Open, Kind::Read}).descriptor;
    ASSERT_EQ(close(descriptor), 0) << "behind the engine's back";
    const Chain& chain = run(engine, file("second", 6, 2 * blockSize), {Kind::Open, Kind::Read, Kind::Close});
    ASSERT_EQ(chain.executed, 3u);
    EXPECT_EQ(dataOf(chain, blockSize), contentOf(6, 0, blockSize));
}

TEST_F(MmapChains, StopAtAFileThatIsMissingOrCannotBeMapped) {
    EngineRig engine = rig();
    const size_t before = openDescriptors();
    const Chain& missing = run(engine, directory_.path("missing"), openReadClose_);
    EXPECT_EQ(missing.executed, 1u);
    EXPECT_EQ(missing.operations[0].result, -ENOENT);
    const Chain& directory = run(engine, directory_.path(), openReadClose_);
    EXPECT_EQ(directory.executed, 1u);
    EXPECT_LT(directory.operations[0].result, 0);
    EXPECT_EQ(directory.descriptor, -1);
    EXPECT_EQ(openDescriptors(), before);
}

TEST_F(MmapChains, ReportDataThatIsGoneAndLetGoOfTheFile) {
    EngineRig engine = rig();
    const std::string path = file("shrinks", 7, 4 * blockSize);
    const size_t before = openDescriptors();
    const int descriptor = run(engine, path, {Kind::Open, Kind::Read}).descriptor;
    std::filesystem::resize_file(path, 0);
    const Chain& chain = run(engine, path, {Kind::Read, Kind::Read, Kind::Close}, descriptor);
    EXPECT_EQ(chain.executed, 1u);
    EXPECT_EQ(chain.operations[0].result, -EIO);
    EXPECT_EQ(chain.descriptor, -1);
    EXPECT_FALSE(isMapped(path));
    EXPECT_EQ(openDescriptors(), before);
}

TEST_F(MmapChains, WriteNothing) {
    EngineRig engine = rig();
    const std::string path = file("read only", 8, blockSize);
    const Chain& chain = run(engine, path, {Kind::Open, Kind::Write, Kind::Close});
    EXPECT_EQ(chain.executed, 2u);
    EXPECT_EQ(chain.operations[1].result, -EOPNOTSUPP);
    EXPECT_EQ(chain.descriptor, -1);
    EXPECT_EQ(readWholeFile(path), contentOf(8, 0, blockSize));
}

TEST_F(MmapChains, AreAJobOfKindFiles) {
    JobSpec spec = filesSpec();
    spec.root = directory_.path();
    spec.fileCount = 30;
    spec.fileSize = 2 * blockSize + 5;
    writeFiles(FileNamespace(spec.root, spec.fileCount, spec.filesPerDirectory), spec.fileSize);
    spec.engine = EngineKind::Mmap;
    spec.operations = {Kind::Open, Kind::Read, Kind::Close, Kind::Stat};
    spec.workers = 3;
    spec.dropCache = true;
    const JobRun run = runJob(spec);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, 30 * spec.fileSize);
    EXPECT_EQ(sumsOf(run.result.operations), (Sums{.operations = 30 * (3 + 3), .bytes = 30 * spec.fileSize}));
}

}  // namespace
}  // namespace ioproof
