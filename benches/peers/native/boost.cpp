// Boost.Interprocess: a segment of shared memory with an allocator, maps, vectors and a mutex in it. Each function does a
// whole round's work, so that calls into C++ are not what is measured. -1 and null are failures.

#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/string.hpp>
#include <boost/interprocess/containers/vector.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/unordered_map.hpp>
#include <boost/version.hpp>

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <utility>

namespace bi = boost::interprocess;

using Segment = bi::managed_shared_memory;
using Manager = Segment::segment_manager;
template <class T> using Allocator = bi::allocator<T, Manager>;

using Numbers = boost::unordered_map<int64_t, int64_t, boost::hash<int64_t>, std::equal_to<int64_t>,
                                     Allocator<std::pair<const int64_t, int64_t>>>;

using Text = bi::basic_string<char, std::char_traits<char>, Allocator<char>>;

// A text outside of the segment, to look up with.
struct View {
    const char *at;
    std::size_t length;
};

struct HashOfText {
    std::size_t operator()(const Text &text) const { return boost::hash_range(text.data(), text.data() + text.size()); }
    std::size_t operator()(const View &text) const { return boost::hash_range(text.at, text.at + text.length); }
};

struct EqualTexts {
    bool operator()(const Text &a, const Text &b) const { return a == b; }
    bool operator()(const View &a, const Text &b) const { return same(b, a); }
    bool operator()(const Text &a, const View &b) const { return same(a, b); }
    static bool same(const Text &a, const View &b) {
        return a.size() == b.length && std::memcmp(a.data(), b.at, b.length) == 0;
    }
};

using Texts = boost::unordered_map<Text, int64_t, HashOfText, EqualTexts, Allocator<std::pair<const Text, int64_t>>>;
using Vector = bi::vector<int64_t, Allocator<int64_t>>;

// What two processes fight for; the count in a cache line of its own.
struct Counter {
    bi::interprocess_mutex mutex;
    char pad[128];
    volatile uint64_t count = 0;
};

struct Handle {
    std::string name;
    bool owner;
    Segment segment;
    Handle(const char *name, std::size_t bytes)
        : name(name), owner(true), segment(bi::create_only, name, bytes) {}
    explicit Handle(const char *name) : name(name), owner(false), segment(bi::open_only, name) {}
    ~Handle() {
        if (owner) bi::shared_memory_object::remove(name.c_str());
    }
};

#define GUARD(failure, ...)                                                                                            \
    try {                                                                                                              \
        __VA_ARGS__                                                                                                    \
    } catch (...) {                                                                                                    \
        return failure;                                                                                                \
    }

extern "C" {

const char *peer_boost_version() { return BOOST_LIB_VERSION; }

void *peer_boost_create(const char *name, std::size_t bytes) {
    GUARD(nullptr, return new Handle(name, bytes);)
}

void *peer_boost_open(const char *name) {
    GUARD(nullptr, return new Handle(name);)
}

void peer_boost_close(void *handle) { delete static_cast<Handle *>(handle); }

void *peer_boost_allocate(void *handle, std::size_t bytes) {
    return static_cast<Handle *>(handle)->segment.allocate(bytes, std::nothrow);
}

void peer_boost_free(void *handle, void *block) { static_cast<Handle *>(handle)->segment.deallocate(block); }

void *peer_boost_numbers(void *handle, const int64_t *keys, std::size_t count) {
    GUARD(nullptr, {
        auto &segment = static_cast<Handle *>(handle)->segment;
        auto *map = segment.construct<Numbers>(bi::anonymous_instance)(
            count, boost::hash<int64_t>(), std::equal_to<int64_t>(), segment.get_segment_manager());
        for (std::size_t i = 0; i < count; i++) map->emplace(keys[i], 0);
        return map;
    })
}

int peer_boost_numbers_pass(void *at, const int64_t *keys, std::size_t count) {
    auto &map = *static_cast<Numbers *>(at);
    for (std::size_t i = 0; i < count; i++) {
        auto found = map.find(keys[i]);
        if (found == map.end()) return -1;
        found->second += 1;
    }
    return 0;
}

int64_t peer_boost_numbers_sum(void *at) {
    int64_t sum = 0;
    for (auto &entry : *static_cast<Numbers *>(at)) sum += entry.second;
    return sum;
}

// `texts` are all of the same `length`, one behind the other.
void *peer_boost_texts(void *handle, const char *texts, std::size_t length, std::size_t count) {
    GUARD(nullptr, {
        auto &segment = static_cast<Handle *>(handle)->segment;
        Allocator<char> allocator(segment.get_segment_manager());
        auto *map = segment.construct<Texts>(bi::anonymous_instance)(count, HashOfText(), EqualTexts(), allocator);
        for (std::size_t i = 0; i < count; i++) map->emplace(Text(texts + i * length, length, allocator), 0);
        return map;
    })
}

int peer_boost_texts_pass(void *at, const char *texts, std::size_t length, std::size_t count) {
    auto &map = *static_cast<Texts *>(at);
    for (std::size_t i = 0; i < count; i++) {
        auto found = map.find(View{texts + i * length, length}, HashOfText(), EqualTexts());
        if (found == map.end()) return -1;
        found->second += 1;
    }
    return 0;
}

int64_t peer_boost_texts_sum(void *at) {
    int64_t sum = 0;
    for (auto &entry : *static_cast<Texts *>(at)) sum += entry.second;
    return sum;
}

// A new vector, `count` numbers pushed, its last one; and gone again.
int64_t peer_boost_push(void *handle, std::size_t count) {
    GUARD(-1, {
        auto &segment = static_cast<Handle *>(handle)->segment;
        Vector vector(segment.get_segment_manager());
        for (std::size_t i = 0; i < count; i++) {
            int64_t value = static_cast<int64_t>(i);
            // Not known to the compiler, as in the other parties' loops.
            asm volatile("" : "+r"(value));
            vector.push_back(value);
        }
        return vector.back();
    })
}

void *peer_boost_counter(void *handle) {
    GUARD(nullptr, return static_cast<Handle *>(handle)->segment.find_or_construct<Counter>("counter")();)
}

int peer_boost_count(void *at, std::size_t times, uint64_t more) {
    GUARD(-1, {
        auto &counter = *static_cast<Counter *>(at);
        for (std::size_t i = 0; i < times; i++) {
            counter.mutex.lock();
            if (more > 0) counter.count = counter.count + more;
            counter.mutex.unlock();
        }
        return 0;
    })
}

uint64_t peer_boost_counted(void *at) { return static_cast<Counter *>(at)->count; }
}
