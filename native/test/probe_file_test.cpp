// The probe's own file: written, open for direct I/O, and gone afterwards.
#include "gpu/probe_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/aligned_buffer.h"
#include "core/io_error.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

size_t entriesOf(const std::string& directory) {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(directory), {}));
}

TEST(ProbeFile, IsFullOfDataAndGoneAfterwards) {
    const TemporaryDirectory directory;
    {
        const ProbeFile file(directory.path(), 8192);
        EXPECT_EQ(entriesOf(directory.path()), 1u);
        EXPECT_NE(fcntl(file.descriptor(), F_GETFL) & O_DIRECT, 0);
        EXPECT_EQ(lseek(file.descriptor(), 0, SEEK_END), 8192);
        const AlignedBuffer buffer(8192, false, -1);
        const std::span<std::byte> content(buffer.data(), 8192);
        file.read(content);
        EXPECT_TRUE(std::all_of(content.begin(), content.end(), [](std::byte b) { return b == std::byte{0x5a}; }));
    }
    EXPECT_EQ(entriesOf(directory.path()), 0u);
}

TEST(ProbeFile, TellsWhereItEnds) {
    const TemporaryDirectory directory;
    const ProbeFile file(directory.path(), 4096);
    const AlignedBuffer buffer(8192, false, -1);
    EXPECT_THROW(file.read({buffer.data(), 8192}), IoError);
}

TEST(ProbeFile, NamesTheDirectoryThatTakesNone) {
    try {
        const ProbeFile file("/proc/self", 4096);
        FAIL() << "a file was made in /proc";
    } catch (const IoError& error) {
        EXPECT_EQ(error.failure().operation, OperationKind::Create);
        EXPECT_TRUE(error.failure().path.starts_with("/proc/self/")) << error.failure().path;
    }
}

}  // namespace
}  // namespace ioproof
