// Attributes as they are: empty, binary, missing, refused, and changed by another while they are read.
#include "core/extended_attribute.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr const char* name = "user.ioproof";

std::string valueOf(const std::string& path) {
    const auto value = extendedAttribute(path, name);
    return {value.begin(), value.end()};
}

int errorOf(const std::function<void()>& call) {
    try {
        call();
    } catch (const AttributeError& failed) {
        return failed.error();
    }
    return 0;
}

class ExtendedAttribute : public testing::Test {
protected:
    void SetUp() override {
        const int error = errorOf([this] { setExtendedAttribute(directory.path(), name, std::string_view("x")); });
        if (error == ENOTSUP) GTEST_SKIP() << "the file system of the temporary files has no user attributes";
        ASSERT_EQ(error, 0);
    }

    const TemporaryDirectory directory;
};

TEST_F(ExtendedAttribute, IsReadAsItWasSet) {
    setExtendedAttribute(directory.path(), name, std::string_view("stripe_unit=65536"));
    EXPECT_EQ(valueOf(directory.path()), "stripe_unit=65536");
}

TEST_F(ExtendedAttribute, HoldsAnyBytes) {
    const std::string bytes("a\0\xff\n b\0", 7);
    setExtendedAttribute(directory.path(), name, bytes);
    EXPECT_EQ(valueOf(directory.path()), bytes);
}

TEST_F(ExtendedAttribute, MayBeEmpty) {
    setExtendedAttribute(directory.path(), name, {});
    EXPECT_EQ(valueOf(directory.path()), "");
}

TEST_F(ExtendedAttribute, IsReadWholeWhileItsLengthChanges) {
    const std::string brief(10, 's'), lengthy(2000, 'l');
    setExtendedAttribute(directory.path(), name, brief);
    std::atomic<bool> over = false;
    std::thread changing([&] {
        for (bool isBrief = false; !over; isBrief = !isBrief)
            setExtendedAttribute(directory.path(), name, isBrief ? brief : lengthy);
    });
    for (int reading = 0; reading < 3000; ++reading) {
        const std::string value = valueOf(directory.path());
        if (value != brief && value != lengthy) ADD_FAILURE() << value.size() << " bytes";
    }
    over = true;
    changing.join();
}

TEST_F(ExtendedAttribute, ThatIsNotThereIsTold) {
    try {
        extendedAttribute(directory.path(), "user.none");
        FAIL();
    } catch (const AttributeError& failed) {
        EXPECT_EQ(failed.code(), "ENODATA");
        EXPECT_EQ(failed.what(), "getxattr user.none of " + directory.path() + ": ENODATA (No data available)");
    }
}

TEST_F(ExtendedAttribute, OfNoFileIsTold) {
    const std::string path = directory.path("none");
    EXPECT_EQ(errorOf([&] { extendedAttribute(path, name); }), ENOENT);
    EXPECT_EQ(errorOf([&] { setExtendedAttribute(path, name, std::string_view("x")); }), ENOENT);
}

TEST_F(ExtendedAttribute, OfAnUnknownNamespaceIsTold) {
    EXPECT_EQ(errorOf([&] { extendedAttribute(directory.path(), "ceph.dir.layout"); }), ENOTSUP);
}

TEST_F(ExtendedAttribute, ThatIsTooLongIsRefused) {
    const std::string tooLong(70'000, 'x');
    EXPECT_EQ(errorOf([&] { setExtendedAttribute(directory.path(), name, tooLong); }), E2BIG);
}

}  // namespace
}  // namespace ioproof
