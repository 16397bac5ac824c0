package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// picture is an encoded picture and the number that it shows.
type picture struct {
	Image  []byte `json:"image"`
	Number string `json:"number"`
}

const boundary = "numberfigure-load"

// wrap makes a form of a picture, with it as its only part.
func wrap(part string, image []byte) []byte {
	head := fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=%q; filename=\"number.png\"\r\n"+
		"Content-Type: image/png\r\n\r\n", boundary, part)
	return append(append([]byte(head), image...), []byte("\r\n--"+boundary+"--\r\n")...)
}

func readPictures(path string) ([]picture, error) {
	lines, err := readLines(path)
	if err != nil {
		return nil, err
	}
	pictures := make([]picture, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &pictures[i]); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, i+1, err)
		}
	}
	return pictures, nil
}

// readLines reads a file of lines, of which there must be one at least.
func readLines(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var lines []string
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if len(lines) == 0 && scanner.Err() == nil {
		return nil, fmt.Errorf("%s is empty", path)
	}
	return lines, scanner.Err()
}
