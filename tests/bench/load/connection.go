package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Whoever takes longer than this for one answer has failed.
const patience = 60 * time.Second

// connection is one that is kept open, with the cookie that the server set on it. Requests are written as they are, by hand:
// http.Client would cost two more goroutines for each, and as much of the cores as some of the servers.
type connection struct {
	wire   net.Conn
	reader *bufio.Reader
	host   string
	cookie string
}

func open(address string) (*connection, error) {
	wire, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return nil, err
	}
	return &connection{wire: wire, reader: bufio.NewReaderSize(wire, 8<<10), host: address}, nil
}

func (c *connection) close() { c.wire.Close() }

// send writes one request in one piece, headers given as whole lines, and returns the status and the body of the answer.
func (c *connection) send(method, path, headers string, body []byte) (int, []byte, error) {
	var head strings.Builder
	fmt.Fprintf(&head, "%s %s HTTP/1.1\r\nHost: %s\r\n%s", method, path, c.host, headers)
	if c.cookie != "" {
		head.WriteString("Cookie: " + c.cookie + "\r\n")
	}
	if body != nil {
		fmt.Fprintf(&head, "Content-Length: %d\r\n", len(body))
	}
	head.WriteString("\r\n")
	c.wire.SetDeadline(time.Now().Add(patience))
	if _, err := c.wire.Write(append([]byte(head.String()), body...)); err != nil {
		return 0, nil, err
	}
	return c.receive()
}

func (c *connection) receive() (int, []byte, error) {
	answer, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if set := answer.Header.Get("Set-Cookie"); set != "" {
		c.cookie, _, _ = strings.Cut(set, ";")
	}
	if answer.Close && err == nil {
		// The server has said goodbye: whoever asks next would write into a closed connection.
		c.wire.Close()
		again, failure := open(c.host)
		if failure != nil {
			return 0, nil, failure
		}
		again.cookie = c.cookie
		*c = *again
	}
	return answer.StatusCode, text, err
}
