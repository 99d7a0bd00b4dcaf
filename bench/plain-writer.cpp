// What a mount takes from a program that does nothing else: threads that each write a file of their own from one buffer,
// from its first byte to its last. plain-writer DIRECTORY THREADS BYTES BLOCK prints the bytes that were written and the
// seconds until all of them were on the storage, then removes the files.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void stop(const std::string& why) {
    std::perror(("plain-writer: " + why).c_str());
    std::exit(1);
}

/// Storage that compresses gains nothing from it.
std::vector<char> incompressible(size_t bytes) {
    std::mt19937_64 random(bytes);
    std::vector<char> buffer(bytes);
    for (char& byte : buffer) byte = static_cast<char>(random());
    return buffer;
}

int create(const std::string& path) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) stop(path);
    return file;
}

void writeWhole(const std::string& path, size_t bytes, const std::vector<char>& buffer) {
    const int file = create(path);
    for (size_t left = bytes; left > 0;) {
        const ssize_t written = write(file, buffer.data(), std::min(left, buffer.size()));
        if (written <= 0) stop(path);
        left -= static_cast<size_t>(written);
    }
    close(file);
}

void syncAll(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 || syncfs(file) != 0) stop(path);
    close(file);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) return std::fputs("plain-writer DIRECTORY THREADS BYTES BLOCK\n", stderr), 2;
    const std::string directory = arguments[1];
    const size_t threads = std::strtoul(arguments[2], nullptr, 10);
    const size_t bytes = std::strtoul(arguments[3], nullptr, 10) / threads;
    const std::vector<char> buffer = incompressible(std::strtoul(arguments[4], nullptr, 10));
    const auto pathOf = [&](size_t thread) { return directory + "/plain-" + std::to_string(thread); };
    const auto startedAt = Clock::now();
    std::vector<std::thread> writers;
    for (size_t thread = 0; thread < threads; ++thread)
        writers.emplace_back([&, thread] { writeWhole(pathOf(thread), bytes, buffer); });
    for (std::thread& writer : writers) writer.join();
    syncAll(directory);
    const double seconds = std::chrono::duration<double>(Clock::now() - startedAt).count();
    for (size_t thread = 0; thread < threads; ++thread) unlink(pathOf(thread).c_str());
    std::printf("%zu %f\n", threads * bytes, seconds);
}
