// Engine mmap where it differs from the others: what it maps, and how it learns of data that is not there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "core/file_descriptor.h"
#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr size_t fileBytes = 16 * 4096;

class MmapEngineTest : public testing::Test {
protected:
    void SetUp() override { writeWholeFile(path_, contentOf(0, 0, fileBytes)); }

    static JobSpec spec(uint32_t readPercent) {
        JobSpec spec = engineSpec(EngineKind::Mmap, 1);
        spec.root = "/data";
        spec.fileSize = fileBytes;
        spec.readPercent = readPercent;
        return spec;
    }

    const TemporaryDirectory directory_;
    const std::string path_ = directory_.path("file");
};

TEST_F(MmapEngineTest, ReportsDataThatIsGoneAsAnErrorAndGoesOn) {
    const FileDescriptor file(open(path_.c_str(), O_RDWR | O_CLOEXEC));
    EngineRig rig(spec(50), {file.get()});
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 8 * 4096, 4096), 4096);
    std::filesystem::resize_file(path_, 4 * 4096);
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(rig.run(OperationKind::Read, 0, 8 * 4096, 4096), -EIO);
        EXPECT_EQ(rig.run(OperationKind::Write, 0, 8 * 4096, 4096), -EIO);
        EXPECT_EQ(rig.run(OperationKind::Read, 0, 3 * 4096, 4096), 4096);
    }
    EXPECT_EQ(rig.chain(0).executed, 1u);
}

TEST_F(MmapEngineTest, MapsForReadingWhatIsOpenForReading) {
    const FileDescriptor file(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    EngineRig rig(spec(100), {file.get()});
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 4096, 4096), 4096);
    const std::byte* data = rig.chain(0).operations[0].data;
    EXPECT_EQ(Bytes(data, data + 4096), contentOf(0, 4096, 4096));
}

TEST_F(MmapEngineTest, NamesTheFileThatCannotBeMapped) {
    const FileDescriptor file(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    try {
        EngineRig rig(spec(0), {file.get()});
        FAIL() << "a file that is open for reading was mapped for writing";
    } catch (const IoError& error) {
        EXPECT_EQ(error.code(), "MMAP_REFUSED");
        EXPECT_EQ(error.failure().path, "/data/d000000/f000000000");
        EXPECT_EQ(error.failure().error, EACCES);
        EXPECT_NE(std::string(error.what()).find("EACCES"), std::string::npos) << error.what();
    }
}

TEST_F(MmapEngineTest, SyncsWhatItHasWritten) {
    const FileDescriptor file(open(path_.c_str(), O_RDWR | O_CLOEXEC));
    EngineRig rig(spec(50), {file.get()});
    const Bytes content = contentOf(5, 0, 4096);
    std::copy(content.begin(), content.end(), rig.chain(0).operations[0].data);
    EXPECT_EQ(rig.run(OperationKind::Write, 0, 4096, 4096), 4096);
    EXPECT_EQ(rig.engine().sync(0), 0);
    const Bytes whole = readWholeFile(path_);
    EXPECT_EQ(Bytes(whole.begin() + 4096, whole.begin() + 8192), content);
}

TEST_F(MmapEngineTest, SyncsInTheMiddleToo) {
    SKIP_UNLESS_ON_DISK(directory_);
    const FileDescriptor file(open(path_.c_str(), O_RDWR | O_CLOEXEC));
    EngineRig rig(spec(50), {file.get()});
    const uint64_t range[2] = {0, 0};
    uint64_t answer[5] = {};
    if (syscall(451, file.get(), range, answer, 0) != 0) GTEST_SKIP() << "cachestat is not there (Linux 6.5)";
    const OperationKind kinds[] = {OperationKind::Write, OperationKind::Fsync};
    size_t next = 0;
    rig.drive(
        [&](Chain& chain) {
            if (next == 2) return false;
            chain.count = 1;
            chain.operations[0].kind = kinds[next++];
            chain.operations[0].file = 0;
            chain.operations[0].length = next == 1 ? 4096u : 0u;
            return true;
        },
        [](Chain& chain) { EXPECT_GE(chain.operations[0].result, 0); });
    ASSERT_EQ(syscall(451, file.get(), range, answer, 0), 0);
    EXPECT_EQ(answer[1], 0u) << "dirty pages";
}

TEST(MmapEngineDeathTest, LeavesBusErrorsOfOthersDeadly) {
    // In memory, since the child that dies could not remove a file.
    const FileDescriptor file(memfd_create("ioproof test", MFD_CLOEXEC));
    ASSERT_EQ(ftruncate(file.get(), 64 * 4096), 0);
    const EngineRig rig(engineSpec(EngineKind::Mmap, 1), {file.get()});
    const auto* mapping = static_cast<const volatile char*>(mmap(nullptr, 4096, PROT_READ, MAP_SHARED, file.get(), 0));
    ASSERT_NE(mapping, MAP_FAILED);
    ASSERT_EQ(ftruncate(file.get(), 0), 0);
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_EXIT(mapping[0], testing::KilledBySignal(SIGBUS), "");
    munmap(const_cast<char*>(mapping), 4096);
}

}  // namespace
}  // namespace ioproof
